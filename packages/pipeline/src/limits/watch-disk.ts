import { freeBytes, treeBytes } from "@debootc/tools/files/disk-use";
import { setTimeout as sleep } from "node:timers/promises";

interface DiskWatch {
  /** What a build writes to: the top of its overlay. */
  readonly directory: string;
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Pause between two checks of the disk. */
  readonly pauseSeconds: number;
}

/** This much must stay free for everybody else on the machine: a file that is removed but open is in no tree. */
const reserveBytes = 256 * 1024 * 1024;

/**
 * Waits until a tree has grown beyond its limit (`disk`) or its file system is nearly full (`space`). Undefined if the
 * signal comes first. Measuring a large tree takes time, so it is checked less often.
 */
export async function watchDisk(watch: DiskWatch): Promise<"disk" | "space" | undefined> {
  const { directory, limitBytes, signal } = watch;
  const reserve = Math.min(reserveBytes, (await freeBytes(directory)) / 4);
  for (let pauseMilliseconds = watch.pauseSeconds * 1000; await pause(pauseMilliseconds, signal); ) {
    const began = watch.clock();
    if (limitBytes !== undefined && (await used(directory, signal)) > limitBytes) return "disk";
    if ((await freeBytes(directory)) < reserve) return "space";
    pauseMilliseconds = Math.max(watch.pauseSeconds * 1000, 20 * (watch.clock().getTime() - began.getTime()));
  }
  return undefined;
}

async function used(directory: string, signal: AbortSignal): Promise<number> {
  try {
    return await treeBytes(directory, signal);
  } catch (error) {
    if (signal.aborted) return 0;
    throw error;
  }
}

/** Returns whether the time passed without the signal. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
