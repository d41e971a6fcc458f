import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Cgroup, killCgroup, processesIn } from "@debootc/tools/sandbox/cgroup";
import { type CgroupUsage, readCgroupUsage } from "@debootc/tools/sandbox/cgroup-usage";
import { freeBytes } from "@debootc/tools/files/disk-use";
import { limitedCommand } from "@debootc/tools/sandbox/limited-command";
import { type Command, runStream } from "@debootc/tools/run";
import { commandsOf } from "./commands-of.ts";
import type { LimitName, StepLimits } from "./limits-of-step.ts";
import { watchDisk } from "./watch-disk.ts";
import { watchOutput } from "./output-watch.ts";

interface LimitContext {
  /** Enforces the limits of memory, processes and processors. Undefined if the machine has no control groups. */
  readonly group: Cgroup | undefined;
  /** The user who may open the command's output by its name. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /**
   * What the command writes to, such as the top of an overlay. `isOwn`: the command has the file system to itself, such
   * as a tmpfs with the size of the limit. If absent, no disk is watched.
   */
  readonly disk?: { readonly directory: string; readonly isOwn: boolean };
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

/** Describes how a limited command ended. */
export interface LimitedOutcome {
  /** As in a shell, 128 plus the number for a signal. Absent if the command was stopped. */
  readonly exitStatus?: number;
  /** The limit that stopped it. */
  readonly stoppedBy?: LimitName;
  readonly lastLine: string;
  /** The last dozen lines. */
  readonly tail: readonly string[];
  readonly seconds: number;
  readonly usage: CgroupUsage;
  /** Its own file system was full at the end. */
  readonly diskFull: boolean;
  /** What was still running when it was stopped, without the programs of the sandbox. */
  readonly running: readonly string[];
}

/** With less than this free, a file system counts as full: programs stop at the first write that does not fit. */
const fullBytes = 1024 * 1024;
/** How often the disk is checked. */
const diskPauseSeconds = 3;

/**
 * Runs a sandboxed command until it ends or reaches a limit; afterwards all its processes are gone. Throws `cancelled`
 * and failures of the sandbox itself. Reaching a limit is an outcome, see `refuseExceeded`.
 */
export async function runLimited(
  command: Command,
  limits: StepLimits,
  context: LimitContext,
): Promise<LimitedOutcome> {
  const { group, owner, disk, signal, clock } = context;
  const began = clock();
  const done = new AbortController();
  const { promise: reached, resolve: reach } = Promise.withResolvers<LimitName | undefined>();
  const output = watchOutput(context.onLine);
  signal.throwIfAborted();
  const child = runStream({ ...limitedCommand(command, group, owner), accept: "all" });
  const end = () => reach(undefined);
  signal.addEventListener("abort", end, { once: true });

  const silence = timer(limits.silenceSeconds, () => reach("silence"));
  const time = timer(limits.timeSeconds, () => reach("time"));
  child.stdout.on("data", (chunk: Uint8Array) => {
    output.take(chunk);
    silence?.refresh();
    if (limits.logBytes !== undefined && output.bytes() > limits.logBytes) reach("log");
  });
  const diskWatch =
    disk === undefined || disk.isOwn
      ? undefined
      : watchDisk({
          directory: disk.directory,
          ...(limits.diskBytes === undefined ? {} : { limitBytes: limits.diskBytes }),
          signal: done.signal,
          clock,
          pauseSeconds: diskPauseSeconds,
        }).then((full) => full && reach(full));
  let running: string[] = [];
  try {
    const first = await Promise.race([
      child.done.then((exitStatus) => ({ exitStatus })),
      reached.then((stoppedBy) => ({ stoppedBy })),
      ...(diskWatch === undefined ? [] : [diskWatch.then(() => new Promise<never>(() => {}))]),
    ]);
    if (!("exitStatus" in first)) {
      running = group === undefined ? [] : await commandsOf(await processesIn(group));
      child.kill();
      await child.done.catch(() => {});
    }
    if (signal.aborted) throw new DebootcError("cancelled", `${command.tool}: cancelled`);
    const stoppedBy = "stoppedBy" in first ? first.stoppedBy : undefined;
    output.end();
    return {
      ...("exitStatus" in first ? { exitStatus: first.exitStatus } : {}),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      lastLine: output.lastLine(),
      tail: output.tail(),
      seconds: (clock().getTime() - began.getTime()) / 1000,
      usage: group === undefined ? {} : await readCgroupUsage(group),
      diskFull: disk?.isOwn === true && (await freeBytes(disk.directory)) < fullBytes,
      running,
    };
  } finally {
    signal.removeEventListener("abort", end);
    clearTimeout(silence);
    clearTimeout(time);
    done.abort();
    child.kill();
    await Promise.allSettled([child.done, diskWatch]);
    if (group !== undefined) await killCgroup(group);
  }
}

function timer(seconds: number | undefined, reached: () => void): NodeJS.Timeout | undefined {
  // The longest time that a timer accepts; anything longer is as good as never.
  return seconds === undefined ? undefined : setTimeout(reached, Math.min(seconds * 1000, 2 ** 31 - 1));
}
