import { readFile } from "node:fs/promises";

/** Bytes that programs can have without swapping, as the kernel estimates it (proc_meminfo(5), MemAvailable). */
export async function availableMemory(): Promise<number> {
  return availableIn(await readFile("/proc/meminfo", "utf8"));
}

export function availableIn(meminfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) * 1024;
}
