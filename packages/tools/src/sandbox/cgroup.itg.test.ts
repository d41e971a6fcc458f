import { access, readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import {
  type Cgroup,
  type CgroupLimits,
  createCgroup,
  directoriesOf,
  killCgroup,
  processesIn,
  removeCgroup,
} from "./cgroup.ts";
import { type CgroupLayout, probeCgroups, readHierarchies } from "./cgroup-layout.ts";
import { readCgroupUsage } from "./cgroup-usage.ts";
import { limitedCommand } from "./limited-command.ts";
import { listCgroups } from "./list-cgroups.ts";
import { run, runStream } from "../run.ts";

// Groups are made for real, of the version that this machine has.
const { layout } = process.getuid?.() === 0 ? await probeCgroups() : { layout: undefined };
const canLimit = layout?.parents.memory !== undefined && layout.parents.pids !== undefined;
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
let made = 0;

async function withGroup(
  limits: CgroupLimits,
  use: (group: Cgroup) => Promise<void>,
  where: CgroupLayout | undefined = layout,
): Promise<void> {
  if (where === undefined) throw new Error("no control groups");
  made += 1;
  const group = await createCgroup(where, `debootc-test.${process.pid}.${made}`, limits);
  try {
    await use(group);
  } finally {
    await killCgroup(group);
    await removeCgroup(group);
  }
  for (const directory of directoriesOf(group)) await expect(access(directory)).rejects.toThrow("ENOENT");
}

const shell = (script: string) => ({ tool: "bash", args: ["-c", script], accept: "all" as const });

test.skipIf(!canLimit)("a program that takes more memory than allowed is killed, and counted", async () => {
  await withGroup({ memoryBytes: 64 * 1024 * 1024 }, async (group) => {
    const greedy = {
      tool: "perl",
      args: ["-e", "my $x = 'x' x 200_000_000; print 'alive'"],
      accept: "all" as const,
    };
    const { stdout } = await run(limitedCommand(greedy, group, owner)).catch(() => ({ stdout: "" }));
    expect(stdout).not.toContain("alive");
    const { memoryKills, peakMemoryBytes } = await readCgroupUsage(group);
    expect(memoryKills).toBeGreaterThan(0);
    expect(peakMemoryBytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  });
});

test.skipIf(!canLimit)(
  "no more processes than allowed are born, and what there is can be ended",
  async () => {
    await withGroup({ processes: 20 }, async (group) => {
      const many = shell("for i in {1..40}; do sleep 600 & done; wait");
      const running = runStream(limitedCommand(many, group, owner));
      running.stdout.resume();
      for (let tries = 0; tries < 200 && !((await readCgroupUsage(group)).refusedProcesses ?? 0); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await processesIn(group)).length).toBeLessThanOrEqual(20);
      expect((await readCgroupUsage(group)).refusedProcesses).toBeGreaterThan(0);
      expect(await killCgroup(group)).toBeGreaterThan(5);
      await running.done.catch(() => {});
      expect(await processesIn(group)).toEqual([]);
    });
  },
);

test.skipIf(!canLimit)("the time of processors is counted, and both streams arrive as one", async () => {
  await withGroup({ cpus: 1 }, async (group) => {
    const script = "echo one; echo two >&2; echo three >/dev/stdout; for i in {1..200000}; do :; done";
    const { stdout, stderr } = await run(limitedCommand(shell(script), group, owner));
    expect([stdout, stderr]).toEqual(["one\ntwo\nthree\n", ""]);
    expect((await readCgroupUsage(group)).cpuSeconds).toBeGreaterThan(0.05);
  });
});

test.skipIf(!canLimit)("groups are found by how their name begins", async () => {
  await withGroup({}, async (group) => {
    const prefix = `debootc-test.${process.pid}.`;
    expect(await listCgroups(prefix)).toEqual(directoriesOf(group).sort());
    expect(await listCgroups("debootc-test.0.")).toEqual([]);
    expect(await readdir(directoriesOf(group)[0] ?? "")).toContain("cgroup.procs");
  });
});

// A machine with version 1 may have a unified hierarchy beside it, without controllers but with all the rest.
const unified = readHierarchies(
  await readFile("/proc/self/cgroup", "utf8"),
  await readFile("/proc/self/mountinfo", "utf8"),
).find(({ version }) => version === 2)?.own;

test.skipIf(!canLimit || unified === undefined)(
  "a group of version 2 counts time, ends its processes at once and goes",
  async () => {
    const where: CgroupLayout = { version: 2, parents: { cpuacct: unified ?? "" } };
    const use = async (group: Cgroup) => {
      const running = runStream(limitedCommand(shell("sleep 600 & sleep 600 & echo; wait"), group, owner));
      for await (const _chunk of running.stdout) break;
      expect((await processesIn(group)).length).toBeGreaterThan(1);
      expect((await readCgroupUsage(group)).cpuSeconds).toBeGreaterThan(0);
      expect(await killCgroup(group)).toBeGreaterThan(1);
      await running.done.catch(() => {});
    };
    await withGroup({}, use, where);
  },
);
