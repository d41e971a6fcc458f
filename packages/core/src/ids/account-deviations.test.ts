import { expect, test } from "vitest";
import { accountDeviations } from "./account-deviations.ts";

const users = [
  { name: "root", ids: [0, 0] },
  { name: "sshd", ids: [990, 65534] },
];

test("equal accounts have no deviations, and there may be others", () => {
  expect(accountDeviations("user", users.slice(1), users)).toEqual([]);
});

test("a missing account is reported", () => {
  expect(accountDeviations("user", users, users.slice(0, 1)).map(({ message }) => message)).toEqual([
    "the user sshd is not in the image",
  ]);
});

test("a change of either id is reported with both", () => {
  const found = [{ name: "sshd", ids: [990, 100] }];

  expect(accountDeviations("user", users.slice(1), found).map(({ message }) => message)).toEqual([
    "the user sshd has uid 990 and gid 100, expected uid 990 and gid 65534",
  ]);
  const group = { name: "adm", ids: [4] };
  expect(accountDeviations("group", [group], [{ name: "adm", ids: [5] }])).toEqual([
    { account: group, message: "the group adm has gid 5, expected gid 4" },
  ]);
});
