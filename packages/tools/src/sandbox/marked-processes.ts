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

/** Kills such processes until there are none; returns how many there were. */
export async function killMarked(variable: string, beginning: string): Promise<number> {
  const found = new Set<number>();
  for (let round = 0; round < mostRounds; round++) {
    const alive = await markedProcesses(variable, beginning);
    if (alive.length === 0) break;
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
  return found.size;
}
