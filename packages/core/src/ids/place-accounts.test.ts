import { expect, test } from "vitest";
import { placeAccounts } from "./place-accounts.ts";

const none = { users: [], groups: [] };
const free = { kept: none, stays: () => false };

const files = {
  passwd:
    "root:x:0:0::/root:/bin/sh\nvendor:x:1001:1001::/:/bin/sh\nother:x:1000:1002::/:/bin/sh\nfixed:x:1500:1500::/:/bin/sh\n",
  group: "root:x:0:\nvendor:x:1001:\ntools:x:1002:vendor\nfixed:x:1500:\nnogroup:x:65534:\n",
  shadow: "root:*:1::::::\n",
};

test("accounts of packages among those of people go below, in the order of their names", () => {
  const {
    files: moved,
    uids,
    gids,
  } = placeAccounts(files, { kept: none, stays: (name) => name === "fixed" });

  expect(moved.passwd).toBe(
    "root:x:0:0::/root:/bin/sh\nvendor:x:702:702::/:/bin/sh\nother:x:700:701::/:/bin/sh\nfixed:x:1500:1500::/:/bin/sh\n",
  );
  expect(moved.group).toBe("root:x:0:\nvendor:x:702:\ntools:x:701:vendor\nfixed:x:1500:\nnogroup:x:65534:\n");
  expect(moved.shadow).toBe(files.shadow);
  expect([...uids].sort(([a], [b]) => a - b)).toEqual([
    [1000, 700],
    [1001, 702],
  ]);
  expect([...gids].sort(([a], [b]) => a - b)).toEqual([
    [1001, 702],
    [1002, 701],
  ]);
});

test("numbers that are taken are passed over, and what is below already stays", () => {
  const group = "a:x:700:\nb:x:999:\nc:x:1000:\n";

  expect(placeAccounts({ passwd: "", group }, free).files.group).toBe("a:x:700:\nb:x:999:\nc:x:701:\n");
});

test("the numbers do not depend on the order in which accounts were made", () => {
  const made = (first: string, second: string) =>
    placeAccounts({ passwd: "", group: `${first}:x:1000:\n${second}:x:1001:\n` }, free).files.group;

  expect(made("b", "a").split("\n").sort()).toEqual(made("a", "b").split("\n").sort());
});

const user = (name: string, uid: number, gid = uid) => ({
  name,
  uid,
  gid,
  gecos: "",
  home: "/",
  shell: "/bin/sh",
});

test("an account of the image before keeps its number, and who took it gets another", () => {
  const kept = { users: [user("rabbitmq", 100, 101)], groups: [{ name: "rabbitmq", gid: 101 }] };
  const found = {
    passwd: "cache:x:100:101::/:/bin/sh\nrabbitmq:x:101:102::/:/bin/sh\n",
    group: "cache:x:101:\nrabbitmq:x:102:\n",
  };
  const { files: placed, uids, gids } = placeAccounts(found, { kept, stays: () => false });

  expect(placed.passwd).toBe("cache:x:103:103::/:/bin/sh\nrabbitmq:x:100:101::/:/bin/sh\n");
  expect(placed.group).toBe("cache:x:103:\nrabbitmq:x:101:\n");
  expect([...uids]).toEqual([
    [100, 103],
    [101, 100],
  ]);
  expect([...gids]).toEqual([
    [101, 103],
    [102, 101],
  ]);
});

test("the number of an account that is gone comes to no other", () => {
  const kept = { users: [user("gone", 100)], groups: [] };

  expect(
    placeAccounts({ passwd: "new:x:100:0::/:/bin/sh\n", group: "" }, { kept, stays: () => false }).files
      .passwd,
  ).toBe("new:x:101:0::/:/bin/sh\n");
});

test("a number that is recorded for another, or asked for, is not taken from it", () => {
  const kept = { users: [user("old", 100)], groups: [] };
  const found = { passwd: "fixed:x:100:0::/:/bin/sh\nold:x:101:0::/:/bin/sh\n", group: "" };

  expect(placeAccounts(found, { kept, stays: (name) => name === "fixed" }).files).toEqual(found);
});

test("accounts of base-passwd stay", () => {
  const found = {
    passwd: "root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n",
    group: "nogroup:x:65534:\n",
  };

  expect(placeAccounts(found, free).files).toEqual(found);
});
