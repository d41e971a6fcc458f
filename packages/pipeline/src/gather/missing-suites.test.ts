import { expect, test } from "vitest";
import type { ArchiveSource } from "./archive-sources.ts";
import { readWithoutMissing } from "./missing-suites.ts";

const source = (id: string, suites: readonly string[]) => ({ id, suites }) as unknown as ArchiveSource;
const suitesOf = (sources: readonly ArchiveSource[]) =>
  sources.map(({ id, suites }) => `${id}: ${suites.join(" ")}`);

test("suites that are missing are left out of the next reading, of their own source alone, and reported once", async () => {
  const read: string[][] = [];
  const told: string[] = [];
  const missing = [[{ sourceId: "a", suite: "two" }], [{ sourceId: "b", suite: "two" }], []];

  const answer = await readWithoutMissing(
    [source("a", ["one", "two"]), source("b", ["two"]), source("c", ["two"])],
    async (sources) => {
      read.push(suitesOf(sources));
      const found = missing[read.length - 1] ?? [];
      return found.length === 0 ? { answer: "read" } : { missing: found };
    },
    ({ sourceId, suite }) => told.push(`${sourceId} ${suite}`),
  );

  expect(answer).toBe("read");
  expect(read).toEqual([
    ["a: one two", "b: two", "c: two"],
    ["a: one", "b: two", "c: two"],
    ["a: one", "c: two"],
  ]);
  expect(told).toEqual(["a two", "b two"]);
});
