import { describe, expect, test } from "vitest";
import type { ProcessIdentity } from "../cache/process-identity.ts";
import { judgeProcesses } from "./process-leftovers.ts";
import type { ProcessEntry } from "./process-table.ts";

const identity = (pid: number): ProcessIdentity => ({
  pid,
  startTicks: pid,
  pidNamespace: 1,
  bootId: "a".repeat(32),
});
const deadScratch = ["/out/x/work"];
const entry = (
  pid: number,
  parent: number,
  program: string,
  change: Partial<ProcessEntry> = {},
): ProcessEntry => ({
  identity: identity(pid),
  parent,
  program,
  args: [program],
  ...change,
});
const init = entry(1, 0, "init");
const found = (...table: ProcessEntry[]) =>
  judgeProcesses([init, ...table], deadScratch).map(({ repair }) =>
    repair?.do === "kill" ? repair.process.pid : repair,
  );
const inDeadWork = { args: ["bwrap", "--bind", "/out/x/work/root", "/"] };

describe("a process is of a dead run when", () => {
  test("it lost its parent and is a program of debootc at work in a dead run's directory", () => {
    expect(found(entry(10, 1, "bwrap", inDeadWork))).toEqual([10]);
    expect(found(entry(10, 1, "qemu-system-aar", inDeadWork))).toEqual([10]);
  });

  test("the manager of a user's session adopted it", () => {
    expect(found(entry(5, 1, "systemd"), entry(10, 5, "bwrap", inDeadWork))).toEqual([10]);
  });

  test("its parent is one, whatever their order", () => {
    expect(
      found(
        entry(12, 11, "tar", inDeadWork),
        entry(11, 10, "mmdebstrap", inDeadWork),
        entry(10, 1, "bwrap", inDeadWork),
      ),
    ).toEqual(expect.arrayContaining([10, 11, 12]));
  });
});

describe("a process is left alone when", () => {
  test.each<[string, ProcessEntry]>([
    ["its parent lives", entry(10, 20, "bwrap", inDeadWork)],
    ["it is no program of debootc", entry(10, 1, "less", { args: ["less", "/out/x/work/log"] })],
    ["it works elsewhere", entry(10, 1, "tar", { args: ["tar", "-C", "/out/x/work2"] })],
  ])("%s", (_why, process) => {
    expect(found(entry(20, 1, "bash"), process)).toEqual([]);
  });

  test("it is pid 1", () => {
    expect(judgeProcesses([{ ...init, program: "bwrap", ...inDeadWork }], deadScratch)).toEqual([]);
  });
});
