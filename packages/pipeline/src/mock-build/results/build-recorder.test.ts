import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import { buildRecorder } from "./build-recorder.ts";

const start = Date.parse("2026-11-23T05:00:00.000Z");

function recorded(...reports: readonly [seconds: number, node: string, report: Report][]) {
  const recorder = buildRecorder();
  for (const [sequence, [seconds, node, report]] of reports.entries()) {
    const time = new Date(start + seconds * 1000).toISOString();
    recorder.event({ ...report, sequence, time, node });
  }
  return recorder;
}
const node = (state: "started" | "finished" | "failed" | "reused", title: string): Report => ({
  type: "node",
  state,
  title,
  phase: "build",
});

test("stages are timed by the events of nodes, even if nodes run in parallel", () => {
  const recorder = recorded(
    [0, "source", node("started", "Find the source package")],
    [0, "base", node("started", "Make a chroot")],
    [1, "source", node("finished", "Find the source package")],
    [2, "base", node("reused", "Make a chroot")],
    [3, "build", node("started", "Build the package")],
    [4, "build", { type: "progress", step: "unpacking sl", stage: "unpack" }],
    [5, "build", { type: "progress", step: "building sl", stage: "build" }],
    [9, "build", { type: "progress", step: "collecting", stage: "results" }],
    [10, "build", node("finished", "Build the package")],
    [10, "results", node("started", "Place the results")],
  );

  expect(recorder.stages(new Date(start + 11_000))).toEqual([
    { stage: "source", outcome: "finished", startSeconds: 0, seconds: 1 },
    { stage: "base", outcome: "reused", startSeconds: 0, seconds: 2 },
    { stage: "unpack", outcome: "finished", startSeconds: 3, seconds: 2 },
    { stage: "build", outcome: "finished", startSeconds: 5, seconds: 4 },
    { stage: "results", outcome: "finished", startSeconds: 9, seconds: 2 },
  ]);
  expect(recorder.failedStage()).toBeUndefined();
});

test("the stage of the node that failed first is the failed stage, not one that was cancelled for it", () => {
  const error = new DebootcError("cancelled", "stopped");
  const recorder = recorded(
    [0, "source", node("started", "Find the source package")],
    [0, "build", node("started", "Build the package")],
    [1, "build", { type: "progress", step: "building sl", stage: "build" }],
    [2, "source", { ...node("failed", "Find the source package"), ...{ error: toErrorRecord(error) } }],
    [3, "build", node("failed", "Build the package")],
  );

  expect(recorder.failedStage()).toBe("build");
});

test("state.log nests beginnings and ends with their times", () => {
  const recorder = recorded(
    [0, "build", node("started", "Build the package")],
    [1, "build", { type: "progress", step: "building sl", stage: "build" }],
    [61, "build", node("failed", "Build the package")],
  );

  expect(recorder.stateLog()).toBe(`2026-11-23T05:00:00.000Z Start: Build the package
2026-11-23T05:00:01.000Z   Start: building sl
2026-11-23T05:01:01.000Z   Finish: building sl (1m 01s)
2026-11-23T05:01:01.000Z Finish: Build the package (1m 01s, FAILED)
`);
});

test("the chroot that keeps the root of a failed build is known from the events", () => {
  const path = "/cache/chroots/failed-sl-amd64";

  expect(recorded([0, "build", { type: "artifact", kind: "chroot", path }]).keptChroot()).toBe(path);
  expect(recorded([0, "build", node("started", "Build the package")]).keptChroot()).toBeUndefined();
});
