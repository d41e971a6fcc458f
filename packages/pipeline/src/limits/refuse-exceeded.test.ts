import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import type { LimitedOutcome } from "./run-limited.ts";
import { refuseExceeded } from "./refuse-exceeded.ts";

const ended: LimitedOutcome = {
  exitStatus: 2,
  lastLine: "[ 55%] Building C object",
  tail: [],
  seconds: 1,
  usage: {},
  diskFull: false,
  running: [],
};
const limits = {
  timeSeconds: 7200,
  silenceSeconds: 150 * 60,
  diskBytes: 1024 ** 3,
  logBytes: 1024 ** 2,
  memoryBytes: 1024 ** 3,
  processes: 100,
};

function refusal(outcome: LimitedOutcome, given: typeof limits | object = limits): string[] {
  try {
    refuseExceeded("hello 2.10-5", outcome, given);
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return [error.code, ...error.message.split("\n  ")];
  }
}

const { exitStatus: _none, ...killed } = ended;

test.each([
  ["silence", "timed-out", "hello 2.10-5 printed nothing for 150 min and was stopped"],
  ["time", "timed-out", "hello 2.10-5 was still building after 2 h and was stopped"],
  ["disk", "build-disk-full", "hello 2.10-5 wrote more into its root than its limit of 1 GiB"],
  ["log", "build-log-full", "hello 2.10-5 printed more than 1 MiB and was stopped"],
  ["space", "results-unwritable", "the disk of the cache is nearly full, so hello 2.10-5 was stopped"],
] as const)("a step that %s ended is %s and says where it was", (stoppedBy, code, message) => {
  expect(refusal({ ...killed, stoppedBy, running: ["ctest --verbose"] })).toEqual([
    code,
    message,
    "its last line: [ 55%] Building C object",
    "still running: ctest --verbose",
  ]);
});

test.each([
  [{ memoryKills: 1 }, "build-memory-full"],
  [{ refusedProcesses: 3 }, "build-processes-full"],
  [{ memoryKills: 0, refusedProcesses: 0 }, undefined],
])("a step that failed with %o is %s", (usage, code) => {
  expect(refusal({ ...ended, usage })[0]).toBe(code);
});

test("what a step survived is no failure", () => {
  expect(refusal({ ...ended, exitStatus: 0, usage: { memoryKills: 5, refusedProcesses: 9 } })).toEqual([]);
  expect(refusal({ ...ended, exitStatus: 0, diskFull: true })).toEqual([]);
});

test("a step that failed on a full file system of its own is told so", () => {
  expect(refusal({ ...ended, diskFull: true })[0]).toBe("build-disk-full");
  expect(refusal({ ...ended, diskFull: true }, {})[1]).toContain("than there is space for");
});
