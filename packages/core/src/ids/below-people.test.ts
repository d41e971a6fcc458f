import { expect, test } from "vitest";
import { belowPeople } from "./below-people.ts";

const files = {
  passwd:
    "root:x:0:0::/root:/bin/sh\nvendor:x:1001:1001::/:/bin/sh\nother:x:1000:1002::/:/bin/sh\nfixed:x:1500:1500::/:/bin/sh\n",
  group: "root:x:0:\nvendor:x:1001:\ntools:x:1002:vendor\nfixed:x:1500:\nnogroup:x:65534:\n",
  shadow: "root:*:1::::::\n",
};

test("accounts of packages among those of people go below, in the order of their names", () => {
  const { files: moved, uids, gids } = belowPeople(files, (name) => name === "fixed");

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

  expect(belowPeople({ passwd: "", group }, () => false).files.group).toBe("a:x:700:\nb:x:999:\nc:x:701:\n");
});

test("the numbers do not depend on the order in which accounts were made", () => {
  const made = (first: string, second: string) =>
    belowPeople({ passwd: "", group: `${first}:x:1000:\n${second}:x:1001:\n` }, () => false).files.group;

  expect(made("b", "a").split("\n").sort()).toEqual(made("a", "b").split("\n").sort());
});
