import { basename, dirname, join } from "node:path";
import { rm, writeFile } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "../run.ts";
import { boundTool } from "../sandbox/sandbox.ts";

interface Settled {
  /** A file with an ext4 file system that begins at `startMiB`. */
  readonly file: string;
  readonly startMiB: number;
  /** Seconds. */
  readonly timestamp: number;
  /** An existing directory to work in. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Gives what was made in a directory just now a given time of last change; what is older keeps its own. */
export async function capTimes(directory: string, timestamp: number, signal: AbortSignal): Promise<void> {
  const time = `@${timestamp}`;
  const touch = ["touch", "--no-dereference", `--date=${time}`, "--", "{}", "+"];
  await run({
    tool: "find",
    args: [directory, "-depth", "-newermt", time, "-exec", ...touch],
    signal,
  });
}

/**
 * Gives every file of an ext4 image one time of access and of change of its attributes. mke2fs copies both from the
 * files that it reads, where nobody can set the second: without this, no two images of one tree are equal.
 */
export async function settleTimes({ file, startMiB, timestamp, directory, signal }: Settled): Promise<void> {
  const image = `/image/${basename(file)}?offset=${startMiB * 1024 * 1024}`;
  const binds = [
    { source: dirname(file), target: "/image", writable: true },
    { source: directory, target: "/work" },
  ];
  const env = { E2FSPROGS_FAKE_TIME: String(timestamp) };
  const debugfs = (args: readonly string[]) =>
    run(boundTool({ tool: "debugfs", args: [...args, image], signal }, { binds, env }));
  const { stdout } = await debugfs(["-R", "show_super_stats -h"]);
  const number = (name: string) => Number(new RegExp(`^${name}: +([0-9]+)$`, "m").exec(stdout)?.[1]);
  // mke2fs gives out inodes from the first one on, without a gap.
  const used = number("Inode count") - number("Free inodes");
  if (Number.isNaN(used))
    throw new DebootcError("tool-failed", `debugfs does not describe ${file}: ${stdout}`);
  const commands: string[] = [];
  for (let inode = 1; inode <= used; inode += 1)
    for (const field of ["atime", "ctime"])
      commands.push(`set_inode_field <${inode}> ${field} @${timestamp}`);
  const script = join(directory, "settle-times");
  await writeFile(script, `${commands.join("\n")}\n`);
  await debugfs(["-w", "-f", "/work/settle-times"]);
  await rm(script);
}
