import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hasErrno } from "@debootc/tools/errno";

/** MiB that programs held at once, where pages that several share count once (the kernel's Pss). */
export interface PeakMemory {
  readonly all: number;
  /** Of the processes that run Node. */
  readonly node: number;
}

const everyMilliseconds = 200;

/** Looks at all that this process has started, again and again while something is done: short peaks may be missed. */
export async function withPeakMemory<T>(work: () => Promise<T>): Promise<{ value: T; memory: PeakMemory }> {
  let memory: PeakMemory = { all: 0, node: 0 };
  const look = () => {
    const now = memoryBelow(process.pid);
    memory = { all: Math.max(memory.all, now.all), node: Math.max(memory.node, now.node) };
  };
  const timer = setInterval(look, everyMilliseconds);
  try {
    const value = await work();
    return { value, memory };
  } finally {
    clearInterval(timer);
  }
}

/** What the processes that one has started, and they in turn, hold now, in MiB. */
export function memoryBelow(ancestor: number): PeakMemory {
  const sum = { all: 0, node: 0 };
  for (const pid of descendantsOf(ancestor)) {
    const pss = /^Pss: +(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`) ?? "")?.[1];
    if (pss === undefined) continue;
    const mebibytes = Number(pss) / 1024;
    sum.all += mebibytes;
    if (unlessGone(() => readlinkSync(`/proc/${pid}/exe`))?.endsWith("/node")) sum.node += mebibytes;
  }
  return sum;
}

function descendantsOf(ancestor: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // proc_pid_stat(5): the name of the program, in parentheses, may hold anything.
    const parent = /^.*\) \S (\d+) /s.exec(textOf(`/proc/${name}/stat`) ?? "")?.[1];
    if (parent !== undefined)
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const queue = [ancestor]; queue.length > 0; ) {
    const own = children.get(queue.shift() ?? 0) ?? [];
    found.push(...own);
    queue.push(...own);
  }
  return found;
}

function textOf(path: string): string | undefined {
  return unlessGone(() => readFileSync(path, "utf8"));
}

/** A process may end while it is looked at. */
function unlessGone(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ESRCH")) return undefined;
    throw error;
  }
}
