import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CgroupLayout, Controller } from "./cgroup-layout.ts";
import { hasErrno } from "../errno.ts";
import { isThere } from "../files/is-there.ts";

export interface CgroupLimits {
  /** Memory and swap together, page cache included, which the kernel gives back before it kills. */
  readonly memoryBytes?: number | undefined;
  /** Processes and threads at once. */
  readonly processes?: number | undefined;
  /** Processors' worth of time, such as 1.5. */
  readonly cpus?: number | undefined;
}

/** A group of processes with limits and counters, in one directory or one for each controller. */
export interface Cgroup {
  readonly version: 1 | 2;
  readonly directories: Readonly<Partial<Record<Controller, string>>>;
}

/**
 * Makes a group with these limits; one of the same name is taken over. Throws `isolation-unavailable` when a limit is
 * asked for whose controller is not at hand, or which the kernel refuses: a limit is never dropped in silence.
 */
export async function createCgroup(
  layout: CgroupLayout,
  name: string,
  limits: CgroupLimits,
): Promise<Cgroup> {
  const directories = Object.fromEntries(
    Object.entries(layout.parents).map(([controller, parent]) => [controller, join(parent, name)]),
  );
  const group: Cgroup = { version: layout.version, directories };
  for (const directory of directoriesOf(group)) await mkdir(directory, { recursive: true });
  try {
    for (const { controller, file, value, optional } of settingsOf(layout.version, limits))
      await setLimit(group, controller, file, value, optional);
  } catch (error) {
    await removeCgroup(group);
    throw error;
  }
  return group;
}

/** The files into which a process writes its own pid to be in the group. */
export function processFilesOf(group: Cgroup): string[] {
  return directoriesOf(group).map((directory) => join(directory, "cgroup.procs"));
}

/** Of what is in the group now; a process of another pid namespace is 0. */
export async function processesIn(group: Cgroup): Promise<number[]> {
  const texts = await Promise.all(
    processFilesOf(group).map((file) => readFile(file, "utf8").catch(() => "")),
  );
  return [...new Set(texts.flatMap((text) => text.split("\n").filter(Boolean).map(Number)))];
}

/** Ends all that is in the group, faster than it can fork, and waits for it. Answers with how many processes there were. */
export async function killCgroup(group: Cgroup): Promise<number> {
  const { pids } = group.directories;
  // Nothing can be born any more, so one round after the other comes to an end.
  if (pids !== undefined) await writeFile(join(pids, "pids.max"), "0").catch(() => {});
  const found = new Set<number>();
  const limitSeconds = 10;
  const pauseSeconds = 0.02;
  for (let waited = 0; waited < limitSeconds; waited += pauseSeconds) {
    const alive = await processesIn(group);
    if (alive.length === 0) return found.size;
    for (const pid of alive) found.add(pid);
    if (!(await killAtOnce(group))) for (const pid of alive.filter((one) => one > 0)) signal(pid);
    await sleep(pauseSeconds * 1000);
  }
  throw new DebootcError("in-use", `the processes in ${directoriesOf(group)[0]} do not end`, {
    hint: "They wait for a device or a file system that does not answer: see dmesg.",
  });
}

/** Removes an empty group. The kernel may need a moment after its last process. */
export async function removeCgroup(group: Cgroup): Promise<void> {
  const pauseSeconds = 0.02;
  for (const directory of directoriesOf(group)) {
    for (let waited = 0; ; waited += pauseSeconds) {
      try {
        await rmdir(directory);
        break;
      } catch (error) {
        if (hasErrno(error, "ENOENT")) break;
        if (!hasErrno(error, "EBUSY") || waited > 5) throw error;
        await sleep(pauseSeconds * 1000);
      }
    }
  }
}

export function directoriesOf({ directories }: Cgroup): string[] {
  return [...new Set(Object.values(directories))];
}

interface Setting {
  readonly controller: Controller;
  readonly file: string;
  readonly value: string;
  /** The kernel may have been built or started without it. */
  readonly optional?: boolean;
}

/** Of Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst. */
function settingsOf(version: 1 | 2, { memoryBytes, processes, cpus }: CgroupLimits): Setting[] {
  const periodMicroseconds = 100_000;
  const settings: Setting[] = [];
  const add = (controller: Controller, file: string, value: string | number, optional = false) =>
    settings.push({ controller, file, value: String(value), optional });
  if (memoryBytes !== undefined && version === 1) {
    add("memory", "memory.limit_in_bytes", memoryBytes);
    // Not below the one above, so it comes second.
    add("memory", "memory.memsw.limit_in_bytes", memoryBytes, true);
  } else if (memoryBytes !== undefined) {
    add("memory", "memory.max", memoryBytes);
    add("memory", "memory.swap.max", 0, true);
  }
  if (processes !== undefined) add("pids", "pids.max", processes);
  if (cpus !== undefined) {
    const quota = Math.max(1000, Math.round(cpus * periodMicroseconds));
    if (version === 2) add("cpu", "cpu.max", `${quota} ${periodMicroseconds}`);
    else {
      add("cpu", "cpu.cfs_period_us", periodMicroseconds);
      add("cpu", "cpu.cfs_quota_us", quota);
    }
  }
  return settings;
}

async function setLimit(
  { directories }: Cgroup,
  controller: Controller,
  file: string,
  value: string,
  optional = false,
): Promise<void> {
  const directory = directories[controller];
  const hint = "Leave the limit out, or let debootc have the controller: debootc doctor says what is there.";
  if (directory === undefined) {
    throw new DebootcError(
      "isolation-unavailable",
      `${file} cannot be set to ${value}: the control groups here have no ${controller} controller`,
      { hint },
    );
  }
  const path = join(directory, file);
  if (optional && !(await isThere(path))) return;
  try {
    await writeFile(path, value);
  } catch (error) {
    throw new DebootcError(
      "isolation-unavailable",
      `the kernel refuses ${value} in ${path}: ${(error as Error).message}`,
      { hint, cause: error },
    );
  }
}

/** cgroup.kill: version 2, Linux 5.14. */
async function killAtOnce({ version, directories }: Cgroup): Promise<boolean> {
  const file = join(directories.cpuacct ?? "", "cgroup.kill");
  if (version === 1 || !(await isThere(file))) return false;
  await writeFile(file, "1");
  return true;
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!hasErrno(error, "ESRCH")) throw error;
  }
}
