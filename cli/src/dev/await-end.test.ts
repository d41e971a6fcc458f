import { expect, test } from "vitest";
import { awaitEnd } from "./await-end.ts";

/** Waits while the hub lists these runs, one list after the other; returns how often it was asked. */
async function waited(until: "run" | "release", releases: number, ...lists: readonly (readonly string[])[]) {
  let asked = 0;
  const runs = {
    all: async () =>
      (lists[Math.min(asked++, lists.length - 1)] ?? []).map((state, index) => ({ id: index + 1, state })),
  };
  const github = { releases: async () => Array.from({ length: releases }) };
  const session = { runs, github, repository: "dev/images" } as never;
  await awaitEnd(until, session, new AbortController().signal);
  return asked;
}

test("the first run that the repository wants is waited for, whatever a later one has come to", async () => {
  expect(
    await waited(
      "run",
      0,
      ["SKIPPED"],
      ["SKIPPED", "OPEN", "COMPLETED"],
      ["SKIPPED", "COMPLETED", "COMPLETED"],
    ),
  ).toBe(3);
  expect(await waited("release", 1, ["OPEN", "FAILED"], ["COMPLETED", "FAILED"])).toBe(2);
});

test("a release is not waited for where the run failed, and missed where it completed", async () => {
  expect(await waited("release", 0, ["FAILED"])).toBe(1);
  await expect(waited("release", 0, ["COMPLETED"])).rejects.toMatchObject({
    ...{ code: "scenario-failed", message: expect.stringContaining("run 1 is COMPLETED") },
  });
});
