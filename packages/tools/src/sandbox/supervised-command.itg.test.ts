import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { skipUnless } from "../skip-unless.fixture.ts";
import { removeCgroupTree } from "./cgroup-tree.ts";
import { createCgroup, directoriesOf } from "./cgroup.ts";
import { probeCgroups } from "./cgroup-layout.ts";
import { listCgroups } from "./list-cgroups.ts";
import { killMarked, markedProcesses } from "./marked-processes.ts";
import { startSupervised } from "./supervised-command.ts";

const isRoot = process.getuid?.() === 0;
const groups = isRoot ? await probeCgroups() : { layout: undefined, reason: "this is not root" };
const { layout } = groups;
const isSkipped = skipUnless(
  layout !== undefined,
  `no program is supervised in a control group: ${"reason" in groups ? groups.reason : ""}`,
);
const patience = { timeout: 30_000, interval: 20 };
const fixture = fileURLToPath(new URL("supervised-process.fixture.ts", import.meta.url));

async function running(words: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")),
  );
  return lines.map((line) => line.replaceAll("\0", " ").trim()).filter((line) => line.includes(words));
}

function supervised(script: string, isolated = false) {
  const secret = { variable: "SECRET", value: "a secret\nof two lines" };
  const program = startSupervised({ tool: "bash", args: ["-c", script], group: undefined, secret, isolated });
  let said = "";
  program.output.on("data", (piece: Buffer) => (said += piece.toString()));
  return { program, said: () => said };
}

test("the program alone gets the secret, both its streams are one, and its status is told", async () => {
  const { program, said } = supervised(
    'echo "$SECRET"; echo error >&2; tr "\\0" "\\n" </proc/$PPID/environ | grep -c SECRET; exit 7',
  );
  expect(await program.done).toBe(7);
  expect(said()).toBe("a secret\nof two lines\nerror\n0\n");
});

test.each(isRoot ? [false, true] : [false])(
  "a signal reaches the program and its children, isolated: %s",
  async (isolated) => {
    const { program, said } = supervised(
      "trap 'echo told; wait; exit 3' INT; (trap 'echo child; exit' INT; echo on; while :; do sleep 0.05; done) & while :; do sleep 0.05; done",
      isolated,
    );
    await expect.poll(said, patience).toContain("on");
    program.signal("INT");
    expect(await program.done).toBe(3);
    expect(said().trim().split("\n").sort()).toEqual(["child", "on", "told"]);
  },
);

test("a program that stops for a while has not ended", async () => {
  const { program, said } = supervised("(sleep 0.5; kill -CONT $$) & kill -STOP $$; echo on; exit 5");
  expect(await program.done).toBe(5);
  expect(said()).toBe("on\n");
});

test("a program that has ended is known to have, although what it started holds its output", async () => {
  const { program } = supervised("setsid --fork env MARK=supervised/1 sleep 76001");
  await program.exited;
  // What it started has yet to become a program that has the mark.
  await expect.poll(() => markedProcesses("MARK", "supervised/"), patience).toHaveLength(1);
  expect(await killMarked("MARK", "supervised/")).toBe(1);
  expect(await program.done).toBe(0);
});

test.skipIf(isSkipped).each([
  { how: "isolated without a group", isolated: "isolated", isGrouped: false, seconds: "7710" },
  { how: "isolated in a group", isolated: "isolated", isGrouped: true, seconds: "7720" },
  { how: "in a group", isolated: "", isGrouped: true, seconds: "7730" },
])(
  "whoever starts a program and is killed takes all of it along: $how",
  async ({ isolated, isGrouped, seconds }) => {
    const name = `debootc-test.supervised.${process.pid}.${seconds}`;
    const words = [fixture, isGrouped ? name : "", isolated, seconds];
    const child = spawn(process.execPath, words, { stdio: "inherit" });
    await expect.poll(() => running(`sleep ${seconds}2`), patience).not.toEqual([]);
    await expect.poll(() => running(`sleep ${seconds}3`), patience).not.toEqual([]);
    child.kill("SIGKILL");
    await expect.poll(() => running(`sleep ${seconds}`), patience).toEqual([]);
    await removeCgroupTree(await listCgroups(name));
    expect(await listCgroups(name)).toEqual([]);
  },
);

test.skipIf(isSkipped)(
  "a group goes with the groups that were made in it, and all that runs there",
  async () => {
    const group = await createCgroup(layout!, `debootc-test.tree.${process.pid}`, {});
    const inner = directoriesOf(group).map((directory) => `${directory}/inner/most`);
    const enter = inner.map((directory) => `mkdir -p ${directory}; echo $$ >${directory}/cgroup.procs`);
    const { program, said } = supervised(`${enter.join("; ")}; sleep 78001 & echo on; exec sleep 78002`);
    await expect.poll(said, patience).toBe("on\n");
    expect(await removeCgroupTree(directoriesOf(group))).toBeGreaterThanOrEqual(2);
    await program.exited;
    expect([...(await running("sleep 7800")), ...(await listCgroups("debootc-test.tree."))]).toEqual([]);
  },
);
