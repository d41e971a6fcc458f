import { hasErrno } from "@debootc/tools/errno";
import { readdir, readFile } from "node:fs/promises";
import { identifyProcess, type ProcessIdentity, parseStat } from "../cache/process-identity.ts";

export interface ProcessEntry {
  readonly identity: ProcessIdentity;
  /** Pid of the parent; 0 if it is outside this pid namespace. */
  readonly parent: number;
  /** First 15 characters of the program's name. */
  readonly program: string;
  readonly args: readonly string[];
}

/** Lists the running processes, without zombies and without those that end meanwhile. */
export async function readProcessTable(): Promise<ProcessEntry[]> {
  const here = await identifyProcess(process.pid);
  const pids = (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name)).map(Number);
  const entries = await Promise.all(pids.map((pid) => readEntry(pid, here)));
  return entries.filter((entry) => entry !== undefined);
}

async function readEntry(pid: number, here: ProcessIdentity): Promise<ProcessEntry | undefined> {
  try {
    const { state, parent, startTicks } = parseStat(await readFile(`/proc/${pid}/stat`, "utf8"));
    if (state === "Z" || state === "X") return undefined;
    const [program, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/comm`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    return {
      identity: { ...here, pid, startTicks },
      parent,
      program: program.trimEnd(),
      args: commandLine.split("\0").slice(0, -1),
    };
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) return undefined;
    throw error;
  }
}
