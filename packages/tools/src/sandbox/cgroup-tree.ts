import { DebootcError } from "@debootc/core/error/debootc-error";
import { readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasErrno } from "../errno.ts";

const pause = 20;
const mostRounds = 500;

/**
 * Kills everything in groups and in those below them, which a program may have made, and removes them all. Returns how
 * many processes there were. Throws `in-use` if one does not end.
 */
export async function removeCgroupTree(directories: readonly string[]): Promise<number> {
  // No process can start any more, so the rounds below come to an end.
  for (const directory of directories) await writeFile(join(directory, "pids.max"), "0").catch(() => {});
  const found = new Set<number>();
  for (let round = 0; ; round++) {
    const groups = (await Promise.all(directories.map(withThoseBelow))).flat();
    const alive = new Set((await Promise.all(groups.map(processesOf))).flat());
    if (alive.size === 0 && (await removed(groups))) return found.size;
    if (round === mostRounds) throw stuck(directories, alive);
    for (const pid of alive) {
      found.add(pid);
      kill(pid);
    }
    await sleep(pause);
  }
}

/** Lists a group and those below it, the deepest first. */
async function withThoseBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (hasErrno(error, "ENOENT", "ENODEV")) return undefined;
    throw error;
  });
  if (entries === undefined) return [];
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name));
  return [...(await Promise.all(inside.map(withThoseBelow))).flat(), directory];
}

async function processesOf(directory: string): Promise<number[]> {
  const text = await readFile(join(directory, "cgroup.procs"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

async function removed(groups: readonly string[]): Promise<boolean> {
  for (const directory of groups) {
    try {
      await rmdir(directory);
    } catch (error) {
      // The kernel may need a moment after the last process.
      if (hasErrno(error, "EBUSY")) return false;
      if (!hasErrno(error, "ENOENT")) throw error;
    }
  }
  return true;
}

/** A process of another pid namespace is shown as 0, and so is the group of this one for kill(2). */
function kill(pid: number): void {
  if (pid <= 0 || pid === process.pid) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!hasErrno(error, "ESRCH")) throw error;
  }
}

function stuck(directories: readonly string[], alive: ReadonlySet<number>): DebootcError {
  const what = alive.size === 0 ? "the kernel keeps it" : `processes ${[...alive].join(", ")} do not end`;
  return new DebootcError("in-use", `cannot remove the control group ${directories[0]}: ${what}`, {
    hint: "They are probably waiting for a device or a file system that does not answer: see dmesg.",
  });
}
