import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cgroup } from "./cgroup.ts";

/** What a group has used since it was made. What the kernel does not count is absent. */
export interface CgroupUsage {
  /** The most memory at once, page cache included. */
  readonly peakMemoryBytes?: number;
  readonly cpuSeconds?: number;
  /** The most processes and threads at once. */
  readonly peakProcesses?: number;
  /** How often the kernel killed a process of it for want of memory. */
  readonly memoryKills?: number;
  /** How often a new process was refused because of the limit. */
  readonly refusedProcesses?: number;
}

export async function readCgroupUsage({ version, directories }: Cgroup): Promise<CgroupUsage> {
  const { memory, pids, cpuacct } = directories;
  const text = (directory: string | undefined, file: string) =>
    directory === undefined ? "" : readFile(join(directory, file), "utf8").catch(() => "");
  const [peak, kills, processes, refused, time] = await Promise.all([
    text(memory, version === 1 ? "memory.max_usage_in_bytes" : "memory.peak"),
    text(memory, version === 1 ? "memory.oom_control" : "memory.events"),
    text(pids, "pids.peak"),
    text(pids, "pids.events"),
    text(cpuacct, version === 1 ? "cpuacct.usage" : "cpu.stat"),
  ]);
  const nanoseconds = number(time);
  const microseconds = field(time, "usage_usec");
  return withoutAbsent({
    peakMemoryBytes: number(peak),
    cpuSeconds:
      version === 1 ? nanoseconds && nanoseconds / 1_000_000_000 : microseconds && microseconds / 1_000_000,
    peakProcesses: number(processes),
    memoryKills: field(kills, "oom_kill"),
    refusedProcesses: field(refused, "max"),
  });
}

/** Of a file of one number. */
export function number(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[0-9]+$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** Of a file with a name and a number on each line. */
export function field(text: string, name: string): number | undefined {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : number(line.slice(name.length));
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
