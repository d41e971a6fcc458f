import {
  type Cgroup,
  createCgroup,
  killCgroup,
  processesIn,
  removeCgroup,
} from "@debootc/tools/sandbox/cgroup";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { readCgroupUsage } from "@debootc/tools/sandbox/cgroup-usage";
import { groupedCommand } from "@debootc/tools/sandbox/limited-command";
import type { Command } from "@debootc/tools/run";
import { identifyProcess } from "../cache/process-identity.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { groupName, removeAbandonedGroups } from "./build-groups.ts";
import { commandsOf } from "./commands-of.ts";
import type { LimitName, StepLimits } from "./limits-of-step.ts";
import { type LimitWords, refuseExceeded } from "./refuse-exceeded.ts";
import { splitLimits } from "./split-limits.ts";
import { watchDisk } from "./watch-disk.ts";

interface LimitedStep {
  /** Such as `packages`: part of the name of the step's control group. */
  readonly name: string;
  /** Subject of the message when a limit is reached. */
  readonly what: string;
}

/** Runs what packages and treefiles bring along within the limits of a compose. */
export interface ScriptGround {
  /**
   * Runs a step whose sandboxed commands are passed through `limit`. Afterwards all their processes are gone. Throws
   * `timed-out`, `build-disk-full`, `build-log-full`, `build-memory-full`, `build-processes-full` or
   * `results-unwritable` instead of what the step throws, if a limit is the cause.
   */
  readonly within: <T>(
    step: LimitedStep,
    use: (limit: (command: Command) => Command) => Promise<T>,
  ) => Promise<T>;
}

const diskPauseSeconds = 3;

/** Finds out what this machine can limit. `directory` is the root in which scripts write. */
export async function scriptGround(
  wanted: StepLimits,
  { directory, words }: { readonly directory: string; readonly words: LimitWords },
  context: OperationContext,
): Promise<ScriptGround> {
  const probe = await probeCgroups();
  await removeAbandonedGroups();
  const { kept: limits, unkept } = splitLimits(wanted, probe.layout);
  if (unkept.length > 0) {
    const reason = probe.layout === undefined ? probe.reason : "its control groups lack the controllers";
    context.log(`this machine cannot limit ${unkept.join(", ")} of scripts: ${reason}`);
  }
  return {
    within: async ({ name, what }, use) => {
      const group =
        probe.layout === undefined
          ? undefined
          : await createCgroup(probe.layout, groupName(await identifyProcess(process.pid), name), limits);
      const stop = new AbortController();
      let stoppedBy: LimitName | undefined;
      let running: string[] = [];
      let lastLine = "";
      let bytes = 0;
      const reach = async (limit: LimitName) => {
        if (stoppedBy !== undefined) return;
        stoppedBy = limit;
        if (group !== undefined) running = await commandsOf(await processesIn(group));
        stop.abort();
      };
      const silence = timer(limits.silenceSeconds, () => reach("silence"));
      const time = timer(limits.timeSeconds, () => reach("time"));
      const diskWatch = watchDisk({
        directory,
        ...(limits.diskBytes === undefined ? {} : { limitBytes: limits.diskBytes }),
        signal: stop.signal,
        clock: () => new Date(),
        pauseSeconds: diskPauseSeconds,
      }).then((full) => full && reach(full));
      const crowd = group === undefined ? undefined : watchCrowd(group, () => reach("processes"));
      const limit = (command: Command): Command => {
        const { signal = context.signal, onLine } = command;
        return {
          ...groupedCommand(command, group),
          signal: AbortSignal.any([signal, stop.signal]),
          onBytes: (more) => {
            silence?.refresh();
            bytes += more;
            if (limits.logBytes !== undefined && bytes > limits.logBytes) void reach("log");
          },
          onLine: (line, stream) => {
            if (line.trim() !== "") lastLine = line;
            onLine?.(line, stream);
          },
        };
      };
      const [ended] = await Promise.allSettled([use(limit)]);
      clearTimeout(silence);
      clearTimeout(time);
      clearInterval(crowd);
      stop.abort();
      await diskWatch;
      const usage = group === undefined ? {} : await readCgroupUsage(group);
      if (group !== undefined) {
        await killCgroup(group);
        await removeCgroup(group);
      }
      if (!context.signal.aborted) {
        const exitStatus = ended.status === "fulfilled" ? 0 : 1;
        const outcome = { exitStatus, usage, lastLine, running, diskFull: false };
        refuseExceeded(what, stoppedBy === undefined ? outcome : { ...outcome, stoppedBy }, limits, words);
      }
      if (ended.status === "rejected") throw ended.reason;
      return ended.value;
    },
  };
}

/**
 * Finds a runaway that holds on to its limit: what it was started by may have failed long ago and wait for it without
 * end. A program that only needs more than it gets is refused a few times and then fails by itself.
 */
function watchCrowd(group: Cgroup, reached: () => Promise<void>): NodeJS.Timeout {
  let before = 0;
  let inARow = 0;
  const look = async () => {
    const { refusedProcesses = 0 } = await readCgroupUsage(group);
    inARow = refusedProcesses > before ? inARow + 1 : 0;
    before = refusedProcesses;
    if (inARow >= crowdedLooks) await reached();
  };
  return setInterval(() => void look(), 2000);
}

/** Looks, two seconds apart, between which a process was refused each time. */
const crowdedLooks = 5;

function timer(seconds: number | undefined, reached: () => Promise<void>): NodeJS.Timeout | undefined {
  if (seconds === undefined) return undefined;
  // The longest time that a timer accepts; anything longer is as good as never.
  return setTimeout(() => void reached(), Math.min(seconds * 1000, 2 ** 31 - 1));
}
