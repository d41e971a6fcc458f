import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createCgroup } from "./cgroup.ts";
import { readCgroupUsage } from "./cgroup-usage.ts";

// A directory with the names and formats of cgroup-v2.rst stands for the kernel, which may have version 1.
let top: string;
let layout: Parameters<typeof createCgroup>[0];
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "debootc-cgroup-"));
  layout = { version: 2, parents: { memory: top, pids: top, cpu: top, cpuacct: top } };
  await mkdir(join(top, "run"));
  for (const [file, text] of Object.entries(files)) await writeFile(join(top, "run", file), text);
});
afterEach(() => rm(top, { recursive: true }));

const files = {
  "memory.swap.max": "max\n",
  "memory.peak": "1048576\n",
  "memory.events": "low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0\n",
  "pids.peak": "12\n",
  "pids.events": "max 3\n",
  "cpu.stat": "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n",
};

test("limits of version 2 are written as the kernel reads them, swap among them", async () => {
  const group = await createCgroup(layout, "run", { memoryBytes: 4096, processes: 20, cpus: 1.5 });
  expect(group.directories.memory).toBe(join(top, "run"));
  const read = (file: string) => readFile(join(top, "run", file), "utf8");
  expect(await read("memory.max")).toBe("4096");
  expect(await read("memory.swap.max")).toBe("0");
  expect(await read("pids.max")).toBe("20");
  expect(await read("cpu.max")).toBe("150000 100000");
});

test("the usage of version 2 is read from its files", async () => {
  const group = await createCgroup(layout, "run", {});
  expect(await readCgroupUsage(group)).toEqual({
    peakMemoryBytes: 1048576,
    cpuSeconds: 2.5,
    peakProcesses: 12,
    memoryKills: 1,
    refusedProcesses: 3,
  });
});

test("what a kernel does not count is absent, not 0", async () => {
  await rm(join(top, "run/memory.peak"));
  await rm(join(top, "run/pids.peak"));
  const usage = await readCgroupUsage(await createCgroup(layout, "run", {}));
  expect(Object.keys(usage)).toEqual(["cpuSeconds", "memoryKills", "refusedProcesses"]);
});

test("a limit without its controller is an error, never dropped", async () => {
  const only = { version: 2, parents: { pids: top } } as const;
  await expect(createCgroup(only, "other", { memoryBytes: 1 })).rejects.toMatchObject({
    code: "isolation-unavailable",
    message: expect.stringContaining("no memory controller"),
  });
});
