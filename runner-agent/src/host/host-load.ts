import { availableMemory } from "@debootc/tools/available-memory";
import { freeBytes } from "@debootc/tools/files/disk-use";
import { loadavg } from "node:os";

const mebibyte = 1024 * 1024;

/** Reports how busy this host is, as heartbeats do. */
export async function hostLoad(workDir: string) {
  return {
    load: loadavg()[0] ?? 0,
    memoryFreeMiB: Math.floor((await availableMemory()) / mebibyte),
    diskFreeMiB: Math.floor((await freeBytes(workDir)) / mebibyte),
  };
}
