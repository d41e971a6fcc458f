import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";
import { run } from "../run.ts";

export interface LoopDevice {
  /** Such as `/dev/loop3`. */
  readonly device: string;
  /** Absolute path of the file behind it, even if that has been deleted since. */
  readonly backingFile: string;
}

/** Lists the loop devices in use. Reads sysfs, which needs no privilege; without sysfs the list is empty. */
export async function listLoopDevices(sysfs = "/sys/block"): Promise<LoopDevice[]> {
  const devices: LoopDevice[] = [];
  for (const name of await namesIn(sysfs)) {
    if (!/^loop[0-9]+$/.test(name)) continue;
    const text = await readBackingFile(join(sysfs, name, "loop/backing_file"));
    if (text !== undefined) devices.push({ device: `/dev/${name}`, backingFile: parseBackingFile(text) });
  }
  return devices;
}

/** Removes what the kernel adds to the path: a newline, and a mark on a deleted file. */
export function parseBackingFile(text: string): string {
  return text.replace(/\n$/, "").replace(/ \(deleted\)$/, "");
}

/** Detaches a loop device from its file, as soon as nothing has it mounted. */
export async function detachLoopDevice(device: string): Promise<void> {
  await run({ tool: "losetup", args: ["--detach", device] });
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return [];
    throw error;
  }
}

/** Reads the path; undefined for a free device. */
async function readBackingFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENXIO")) return undefined;
    throw error;
  }
}
