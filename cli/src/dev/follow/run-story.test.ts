import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import type { RunDetails } from "../runs/run-reader.ts";
import { runStory } from "./run-story.ts";

const run = {
  ...{ id: 3, repository: "dev/images", state: "OPEN", reason: null, cause: "push", priority: 0 },
  ...{ ref: "refs/heads/main", sha: "a".repeat(40), actor: "dev", composeId: null, failure: null },
  createdAt: "2026-11-30T12:00:00Z",
};
const task = {
  ...{ id: 7, run: 3, name: "a/amd64", kind: "leg", state: "FREE", since: "", attempt: 1, failure: null },
};

/** Tells changes, a second after each other, and returns what was reported. */
function told(
  ...changes: readonly (readonly [to: string, about?: "run" | "task", more?: object])[]
): readonly (Report & { readonly node: string })[] {
  const reported: (Report & { readonly node: string })[] = [];
  let seconds = 0;
  const story = runStory({
    reporterOf: (node) => (report) => reported.push({ ...report, node }),
    now: () => seconds * 1000,
  });
  let from: string | null = null;
  for (const [to, about, more] of changes) {
    seconds += 1;
    const details: RunDetails = { run, tasks: [{ ...task, ...more }], changes: [] };
    const change = { id: seconds, run: 3, task: about === "run" ? null : 7, from, to };
    story.tell({ ...change, cause: "job completed", actor: "hub" }, { details, runner: "agent-1" });
    from = to;
  }
  return reported;
}

test("a task is a node from its assignment to its end, which says what it waits for and where it runs", () => {
  expect(told(["FREE"], ["ASSIGNED"], ["RUNNING"], ["COMPLETED"])).toEqual([
    { node: "task-7", type: "node", state: "started", title: "a/amd64", phase: "leg" },
    { node: "task-7", type: "progress", step: "waits for a runner" },
    { node: "task-7", type: "progress", step: "runs on agent-1" },
    { node: "task-7", type: "node", state: "finished", title: "a/amd64", phase: "leg", seconds: 2 },
  ]);
});

test("an attempt that failed is a warning with its cause, and the task goes on under its node", () => {
  const failure = { code: "host-lost", message: "the host is silent", hint: "Look at it." };
  const reported = told(["ASSIGNED"], ["FREE", "task", { failure }], ["ASSIGNED", "task", { attempt: 2 }]);

  expect(reported.filter(({ type }) => type === "node")).toHaveLength(1);
  expect(reported).toContainEqual({
    ...{ node: "task-7", type: "diagnostic" },
    diagnostic: {
      ...{ severity: "warning", code: "host-lost", hint: "Look at it." },
      message: "attempt 1 of a/amd64: job completed: the host is silent",
    },
  });
  expect(reported.at(-1)).toEqual({
    ...{ node: "task-7", type: "progress", step: "attempt 2 waits for a runner" },
  });
});

test("a run names its branch, commit and author, and one that is canceled is not one that failed", () => {
  const reported = told(["PLANNING", "run"], ["OPEN", "run"], ["CANCELED", "run"]);

  expect(reported[0]).toMatchObject({
    node: "run-3",
    title: "run 3: main aaaaaaaaaaaa by dev",
    phase: "run",
  });
  expect(reported[2]).toMatchObject({ type: "progress", step: "1 task: a/amd64" });
  expect(reported.at(-1)).toMatchObject({ state: "skipped", seconds: 2, reason: "canceled" });
});
