import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { probeHierarchies, readHierarchies } from "./cgroup-layout.ts";

let top: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "debootc-cgroup-"));
});
afterEach(() => rm(top, { recursive: true }));

const mounts = (...lines: readonly string[]) => lines.join("\n");
const unified = "31 23 0:28 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";

test("a unified hierarchy is found where it is mounted", () => {
  expect(readHierarchies("0::/user.slice/session-1.scope\n", unified)).toEqual([
    {
      version: 2,
      controllers: [],
      top: "/sys/fs/cgroup",
      own: "/sys/fs/cgroup/user.slice/session-1.scope",
    },
  ]);
});

test("controllers that share a hierarchy share its directory, and what is not mounted is left out", () => {
  const found = readHierarchies(
    "5:memory:/a\n4:cpu,cpuacct:/b\n3:pids:/c\n1:name=systemd:/\n0::/\n",
    mounts(
      "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
      "33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
    ),
  );
  expect(found.map(({ controllers, own }) => [controllers, own])).toEqual([
    [["memory"], "/sys/fs/cgroup/memory/a"],
    [["cpu", "cpuacct"], "/sys/fs/cgroup/cpu,cpuacct/b"],
  ]);
});

test("in a container only the part below its own group is mounted", () => {
  const mount = "33 31 0:30 /docker/1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory";
  expect(readHierarchies("5:memory:/docker/1/x\n", mount)[0]?.own).toBe("/sys/fs/cgroup/memory/x");
  expect(readHierarchies("5:memory:/docker/1\n", mount)[0]?.own).toBe("/sys/fs/cgroup/memory");
  expect(readHierarchies("5:memory:/docker/2\n", mount)).toEqual([]);
  expect(readHierarchies("0::/../x\n", unified)).toEqual([]);
});

async function group(path: string, available: string, given: string): Promise<string> {
  const directory = join(top, path);
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries({ controllers: available, subtree_control: given, procs: "" }))
    await writeFile(join(directory, `cgroup.${name}`), `${text}\n`);
  return directory;
}

test("of a unified hierarchy, the group nearest to debootc's own that gives its controllers is used", async () => {
  await group(".", "cpu io memory pids", "cpu io memory pids");
  const slice = await group("user.slice", "memory pids", "memory pids");
  const own = await group("user.slice/session", "memory pids", "");
  // The kernel refuses it there.
  await rm(join(own, "cgroup.subtree_control"));
  await mkdir(join(own, "cgroup.subtree_control"));
  const hierarchy = { version: 2, controllers: [], top, own } as const;

  const { layout } = await probeHierarchies([hierarchy]);
  expect(layout).toEqual({ version: 2, parents: { memory: slice, pids: slice, cpuacct: slice } });
});

test("a look changes nothing and tells what could be", async () => {
  const own = await group(".", "cpu memory pids", "");
  const hierarchy = { version: 2, controllers: [], top: own, own } as const;
  expect((await probeHierarchies([hierarchy], true)).layout?.parents.memory).toBe(own);
  expect(await readFile(join(own, "cgroup.subtree_control"), "utf8")).toBe("\n");
  await writeFile(join(own, "cgroup.procs"), "17\n");
  expect((await probeHierarchies([hierarchy], true)).layout).toBeUndefined();
});

test("where no group gives controllers, the reason is told", async () => {
  const own = await group(".", "", "");
  const probe = await probeHierarchies([{ version: 2, controllers: [], top: own, own }]);
  expect(probe).toEqual({
    layout: undefined,
    reason: expect.stringMatching(/^control groups cannot be used: .*no controllers to give$/),
  });
  expect(await probeHierarchies([])).toEqual({
    layout: undefined,
    reason: "no control groups are mounted",
  });
});

test("version 1 goes before a unified hierarchy without controllers", async () => {
  const [memory, pids] = [await group("memory", "", ""), await group("pids", "", "")];
  const { layout } = await probeHierarchies([
    { version: 2, controllers: [], top, own: top },
    { version: 1, controllers: ["memory"], top: memory, own: memory },
    { version: 1, controllers: ["pids"], top: pids, own: pids },
    { version: 1, controllers: ["cpu", "cpuacct"], top, own: join(top, "missing") },
  ]);
  expect(layout).toEqual({ version: 1, parents: { memory, pids } });
});
