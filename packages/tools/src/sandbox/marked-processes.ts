import { DebootcError } from "@debootc/core/error/debootc-error";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { hasErrno } from "../errno.ts";

const pause = 20;
const mostRounds = 250;

/**
 * Finds the processes of this user that were started with a variable in their environment whose value begins with a
 * text. One that has cleared its environment is not found.
 */
export async function markedProcesses(variable: string, beginning: string): Promise<number[]> {
  const mark = `\0${variable}=${beginning}`;
  const pids = (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    if (pid === process.pid) continue;
    // Of other users, and of those that have just ended, nothing can be read.
    const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
    if (`\0${environment}`.includes(mark)) found.push(pid);
  }
  return found;
}

/** Kills such processes until there are none; returns how many there were. Throws `in-use` if one does not end. */
export async function killMarked(variable: string, beginning: string): Promise<number> {
  const found = new Set<number>();
  for (let round = 0; ; round++) {
    const alive = await markedProcesses(variable, beginning);
    if (alive.length === 0) return found.size;
    if (round === mostRounds) throw stuck(alive);
    for (const pid of alive) {
      found.add(pid);
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if (!hasErrno(error, "ESRCH")) throw error;
      }
    }
    await sleep(pause);
  }
}

function stuck(alive: readonly number[]): DebootcError {
  return new DebootcError("in-use", `the processes ${alive.join(", ")} of an order do not end`, {
    hint: "They are probably waiting for a device or a file system that does not answer: see dmesg.",
  });
}
