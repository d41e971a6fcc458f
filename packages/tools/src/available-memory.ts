import { readFile } from "node:fs/promises";

/** Reads how many bytes programs can get without swapping, by the kernel's estimate (proc_meminfo(5), MemAvailable). */
export async function availableMemory(): Promise<number> {
  return availableIn(await readFile("/proc/meminfo", "utf8"));
}

export function availableIn(meminfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) * 1024;
}
