import { describe, expect, test } from "vitest";
import { formatIdentity, type ProcessIdentity } from "../cache/process-identity.ts";
import { judgeProcesses } from "./process-leftovers.ts";
import type { ProcessEntry } from "./process-table.ts";
import { markOfRun, readMark } from "./run-mark.ts";

const identity = (pid: number): ProcessIdentity => ({
  pid,
  startTicks: pid,
  pidNamespace: 1,
  bootId: "a".repeat(32),
});
const [deadOwner, livingOwner] = [identity(900), identity(901)];
const runs = {
  deadScratch: ["/out/x/work"],
  composes: new Map([["x", "dead"] as const, ["y", "alive"] as const]),
  owners: new Map([
    [formatIdentity(deadOwner), "dead"] as const,
    [formatIdentity(livingOwner), "alive"] as const,
  ]),
};
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
  mark: {},
  ...change,
});
const init = entry(1, 0, "init");
const found = (...table: ProcessEntry[]) =>
  judgeProcesses([init, ...table], runs).map(({ repair }) =>
    repair?.do === "kill" ? repair.process.pid : repair,
  );
const inDeadWork = { args: ["bwrap", "--bind", "/out/x/work/root", "/"] };

describe("a process is of a dead run when", () => {
  test("its owner is dead, whoever its parent is", () => {
    expect(found(entry(10, 20, "anything", { mark: { owner: deadOwner } }))).toEqual([10]);
  });

  test("it lost its parent and is marked with a dead compose", () => {
    expect(found(entry(10, 1, "anything", { mark: { composeId: "x" } }))).toEqual([10]);
  });

  test("it lost its parent and is a program of debootc at work in a dead run's directory", () => {
    expect(found(entry(10, 1, "bwrap", inDeadWork))).toEqual([10]);
    expect(found(entry(10, 1, "qemu-system-aar", inDeadWork))).toEqual([10]);
  });

  test("the manager of a user's session took it in", () => {
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
    [
      "its owner lives, although its directory looks dead",
      entry(10, 1, "bwrap", { ...inDeadWork, mark: { owner: livingOwner } }),
    ],
    ["its compose lives", entry(10, 1, "bwrap", { mark: { composeId: "y" } })],
    ["its compose is not in this output directory", entry(10, 1, "bwrap", { mark: { composeId: "z" } })],
    ["its parent lives", entry(10, 20, "bwrap", inDeadWork)],
    ["it is no program of debootc", entry(10, 1, "less", { args: ["less", "/out/x/work/log"] })],
    ["it works elsewhere", entry(10, 1, "tar", { args: ["tar", "-C", "/out/x/work2"] })],
  ])("%s", (_why, process) => {
    expect(found(entry(20, 1, "bash"), process)).toEqual([]);
  });

  test("it is pid 1", () => {
    expect(judgeProcesses([{ ...init, mark: { owner: deadOwner } }], runs)).toEqual([]);
  });
});

test("the mark of a run is read from an environment as it was set", () => {
  const environ = Object.entries({ PATH: "/bin", ...markOfRun("x", deadOwner), XDEBOOTC_RUN: "no" })
    .map(([name, value]) => `${name}=${value}\0`)
    .join("");
  expect(readMark(environ)).toEqual({ composeId: "x", owner: deadOwner });
  expect(readMark("DEBOOTC_OWNER=nonsense\0DEBOOTC_RUN=\0")).toEqual({});
});
