import { stat } from "node:fs/promises";
import { run } from "../run.ts";
import { listLoopDevices, type LoopDevice } from "./loop-device.ts";

/**
 * Lists the loop devices of files in a directory, by the path of the file. A path is the kernel's, which for a file that was
 * opened in another mount namespace begins where its file system does: then the file itself is looked for.
 */
export async function loopDevicesOf(directory: string): Promise<LoopDevice[]> {
  const found: LoopDevice[] = [];
  for (const one of await listLoopDevices())
    if (one.backingFile.startsWith(`${directory}/`) || (await isFileIn(directory, one.device)))
      found.push(one);
  return found;
}

async function isFileIn(directory: string, device: string): Promise<boolean> {
  const said = await run({
    tool: "losetup",
    args: ["--list", "--noheadings", "--output", "BACK-INO,BACK-MAJ:MIN", device],
    // A device that is free by now, or that only root may ask.
    accept: "all",
  });
  const [, inode, major, minor] = /^\s*(\d+)\s+(\d+):(\d+)\s*$/.exec(said.stdout) ?? [];
  if (inode === undefined) return false;
  const { dev } = await stat(directory);
  if (Number(major) !== majorOf(dev) || Number(minor) !== minorOf(dev)) return false;
  const { stdout } = await run({
    tool: "find",
    args: [directory, "-xdev", "-inum", inode, "-printf", "found", "-quit"],
    accept: "all",
  });
  return stdout !== "";
}

/** Linux spreads both numbers over the bits of one (makedev(3)). */
function majorOf(device: number): number {
  return (device >>> 8) & 0xfff;
}

function minorOf(device: number): number {
  return (device & 0xff) | ((device >>> 12) & 0xfff00);
}
