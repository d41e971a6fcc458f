import { expect, test } from "vitest";
import { movedIds } from "./moved-ids.ts";

const files = (users: Readonly<Record<string, number>>, groups: Readonly<Record<string, number>> = {}) => ({
  passwd: Object.entries(users)
    .map(([name, uid]) => `${name}:x:${uid}:0::/:/bin/sh\n`)
    .join(""),
  group: Object.entries(groups)
    .map(([name, gid]) => `${name}:x:${gid}:\n`)
    .join(""),
});

test("accounts that keep their numbers, come or go have not moved", () => {
  expect(movedIds(files({ a: 101, b: 102 }), files({ a: 101, c: 103 }))).toEqual([]);
});

test("a moved account is told with both numbers, and with whose the new one was", () => {
  expect(
    movedIds(
      files({ rabbitmq: 101 }, { rabbitmq: 102 }),
      files({ memcache: 101, rabbitmq: 102 }, { rabbitmq: 103 }),
    ),
  ).toEqual([
    "the new user memcache has uid 101, which was that of the user rabbitmq",
    "the user rabbitmq had uid 101 and has uid 102",
    "the group rabbitmq had gid 102 and has gid 103",
  ]);
});

test("so is an account that has the number of one that is gone", () => {
  expect(movedIds(files({ gone: 101 }), files({ new: 101 }))).toEqual([
    "the new user new has uid 101, which was that of the user gone",
  ]);
});

test("an account may share the number of one that keeps it", () => {
  expect(movedIds(files({ root: 0 }), files({ root: 0, toor: 0 }))).toEqual([]);
});
