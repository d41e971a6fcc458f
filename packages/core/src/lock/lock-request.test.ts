import { expect, test } from "vitest";
import { lockRequestOf } from "./lock-request.ts";
import { sectionOf, treefileOf } from "./lock-section.fixture.ts";
import { lockTimestamp } from "./lock-timestamp.ts";

test("the request is the same in whatever order the treefile names packages", () => {
  expect(lockRequestOf(treefileOf({ packages: ["b", "a", "b"] }), [])).toEqual(
    lockRequestOf(treefileOf({ packages: ["a", "b"] }), []),
  );
});

test("the request contains no address", () => {
  const request = lockRequestOf(
    treefileOf({
      mirror: "http://mirror.example.org/debian",
      sources: [
        {
          id: "v",
          uris: ["http://vendor.example.org"],
          suites: ["s"],
          components: [],
          checkValidUntil: false,
          trusted: true,
        },
      ],
    }),
    [],
  );

  expect(JSON.stringify(request)).not.toContain("example.org");
});

test("the timestamp of a lock is the newest date of its indexes", () => {
  const section = sectionOf(treefileOf());
  const [index] = section.indexes;
  if (index === undefined) throw new Error("no index");

  expect(
    lockTimestamp({
      indexes: [
        index,
        { ...index, date: "2026-09-13T00:00:00Z" },
        { ...index, date: "1970-01-01T00:00:00Z" },
      ],
    }),
  ).toBe(Date.UTC(2026, 8, 13) / 1000);
});
