import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import type { Expectation } from "@debootc/core/scenario/scenario-schema";
import { awaitExpected } from "./await-expected.ts";

const details = (state: string, attempt = 1) =>
  ({ run: { id: 3, state: "OPEN" }, tasks: [{ name: "a/amd64", state, attempt }] }) as never;

/** Looks at what `answers` say, one after the other, a minute apart; the last stays. */
async function awaited(expected: Expectation, ...answers: (() => unknown)[]): Promise<void> {
  let looks = 0;
  let minutes = 0;
  const next = async () => answers[Math.min(looks++, answers.length - 1)]?.() as never;
  await awaitExpected(expected, {
    session: {
      repository: "dev/images",
      github: { releases: next } as never,
      runs: { newest: next } as never,
    },
    now: () => 60_000 * minutes++,
    signal: new AbortController().signal,
  });
}

test("a state is waited for, also while the hub does not answer", async () => {
  const waiting = awaited(
    { task: "a/amd64", state: "RUNNING" },
    () => undefined,
    () => {
      throw new DebootcError("hub-unreachable", "no");
    },
    () => details("ASSIGNED"),
    () => details("RUNNING"),
  );
  await expect(waiting).resolves.toBeUndefined();
});

test("what does not come to be is told with how it is instead", async () => {
  await expect(
    awaited({ task: "a/amd64", state: "RUNNING", attempt: 2, within: "2min" }, () => details("RUNNING")),
  ).rejects.toMatchObject({
    code: "scenario-failed",
    message: "the task a/amd64 RUNNING, attempt 2 did not come to be within 2min: it is RUNNING, attempt 1",
  });
  await expect(awaited({ task: "b", state: "RUNNING", within: "1s" }, () => details("FREE"))).rejects.toThrow(
    "run 3 has no such task, but a/amd64",
  );
  await expect(awaited({ run: "FAILED", within: "1s" }, () => details("FREE"))).rejects.toThrow(
    "run 3 is OPEN",
  );
});

test("a release is waited for by its tag, or any", async () => {
  const releases = (...tags: string[]) => tags.map((tag_name) => ({ tag_name }));
  await expect(awaited({ release: "*", within: "1s" }, () => releases())).rejects.toThrow("there is none");
  await expect(awaited({ release: "v2", within: "1s" }, () => releases("v1"))).rejects.toThrow("there is v1");
  await awaited({ release: "v1" }, () => releases("v2", "v1"));
});
