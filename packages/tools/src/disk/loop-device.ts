import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";
import { run } from "../run.ts";

export interface LoopDevice {
  /** Such as `/dev/loop3`. */
  readonly device: string;
  /** Absolute path of the file behind it, also when that is deleted by now. */
  readonly backingFile: string;
}

/** The loop devices that are in use. Read from sysfs, which needs no rights; none where there is no sysfs. */
export async function listLoopDevices(sysfs = "/sys/block"): Promise<LoopDevice[]> {
  const devices: LoopDevice[] = [];
  for (const name of await namesIn(sysfs)) {
    if (!/^loop[0-9]+$/.test(name)) continue;
    const text = await readBackingFile(join(sysfs, name, "loop/backing_file"));
    if (text !== undefined) devices.push({ device: `/dev/${name}`, backingFile: parseBackingFile(text) });
  }
  return devices;
}

/** The kernel adds a newline, and marks a file that was deleted. */
export function parseBackingFile(text: string): string {
  return text.replace(/\n$/, "").replace(/ \(deleted\)$/, "");
}

/** Takes the file away from a loop device, as soon as nothing has it mounted. */
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

/** Undefined for a device that is free. */
async function readBackingFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENXIO")) return undefined;
    throw error;
  }
}
