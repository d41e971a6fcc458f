import { readFile, readlink } from "node:fs/promises";
import * as z from "zod";

/**
 * Identifies one process of one machine forever, which a pid cannot, because it is reused. A lease, a staging directory
 * or a compose that carries the identity of a dead process is abandoned, however young it is.
 */
export const processIdentitySchema = z.strictObject({
  pid: z.int().min(1),
  /** Field 22 of /proc/PID/stat: clock ticks from boot to the start of the process. */
  startTicks: z.int().min(0),
  /** Inode of the pid namespace to which `pid` belongs. */
  pidNamespace: z.int().min(0),
  /** /proc/sys/kernel/random/boot_id without its dashes. */
  bootId: z.string().regex(/^[0-9a-f]{32}$/),
});
export type ProcessIdentity = Readonly<z.infer<typeof processIdentitySchema>>;

/** Tells whether a process lives. `unknown`: it may live where this one cannot see it, so its claims are respected. */
export type Life = "alive" | "dead" | "unknown";

/** Identifies a process of this pid namespace. Throws if there is no such process. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  const [{ startTicks }, here] = await Promise.all([readStat(pid), observeHere()]);
  return { pid, startTicks, ...here };
}

/** Determines whether a process still runs. A zombie counts as dead, because it no longer holds anything. */
export async function lifeOf(identity: ProcessIdentity): Promise<Life> {
  return judgeLife(identity, await observeHere(), await observeProcess(identity.pid));
}

export interface Here {
  readonly pidNamespace: number;
  readonly bootId: string;
}
/** Describes what /proc shows for a pid now; `hidden` if the process exists but cannot be read. */
export type Observation = ProcessStat | "absent" | "hidden";

/** Decides for `lifeOf`, from values alone. */
export function judgeLife(identity: ProcessIdentity, here: Here, seen: Observation): Life {
  if (identity.bootId !== here.bootId) return "dead";
  if (identity.pidNamespace !== here.pidNamespace || seen === "hidden") return "unknown";
  if (seen === "absent" || seen.startTicks !== identity.startTicks) return "dead";
  return seen.state === "Z" || seen.state === "X" ? "dead" : "alive";
}

export interface ProcessStat {
  /** One letter: R, S, D, T, Z, X and others of proc_pid_stat(5). */
  readonly state: string;
  readonly parent: number;
  readonly startTicks: number;
}

/** Parses the text of /proc/PID/stat. The program's name may contain spaces and parentheses. */
export function parseStat(text: string): ProcessStat {
  const fields = text
    .slice(text.lastIndexOf(")") + 1)
    .trim()
    .split(" ");
  const [state, parent, startTicks] = [fields[0], Number(fields[1]), Number(fields[19])];
  if (state === undefined || !Number.isInteger(parent) || !Number.isInteger(startTicks)) {
    throw new TypeError(`cannot parse /proc/PID/stat: ${text}`);
  }
  return { state, parent, startTicks };
}

/** Formats an identity for use in file names: letters, digits and dots. */
export function formatIdentity({ pid, startTicks, pidNamespace, bootId }: ProcessIdentity): string {
  return `${pid}.${startTicks}.${pidNamespace}.${bootId}`;
}

/** Parses the form of `formatIdentity`; undefined for any other text. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [, pid, startTicks, pidNamespace, bootId] =
    /^([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9a-f]{32})$/.exec(text) ?? [];
  const identity = {
    pid: Number(pid),
    startTicks: Number(startTicks),
    pidNamespace: Number(pidNamespace),
    bootId,
  };
  return processIdentitySchema.safeParse(identity).data;
}

async function observeHere(): Promise<Here> {
  const [namespace, bootId] = await Promise.all([
    readlink("/proc/self/ns/pid"),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
  ]);
  return { pidNamespace: Number(/[0-9]+/.exec(namespace)?.[0]), bootId: bootId.trim().replaceAll("-", "") };
}

async function observeProcess(pid: number): Promise<Observation> {
  try {
    return await readStat(pid);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  // Where /proc hides other users' processes, a signal still shows whether the pid is taken.
  try {
    process.kill(pid, 0);
    return "hidden";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "hidden" : "absent";
  }
}

async function readStat(pid: number): Promise<ProcessStat> {
  return parseStat(await readFile(`/proc/${pid}/stat`, "utf8"));
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ESRCH";
}
