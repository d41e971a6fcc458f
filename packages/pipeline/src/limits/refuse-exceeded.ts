import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ErrorCode } from "@debootc/core/error/codes";
import { formatBytes } from "@debootc/core/text/amount";
import type { LimitName, StepLimits } from "./limits-of-step.ts";
import type { LimitedOutcome } from "./run-limited.ts";

/** Says in messages how a limit is raised, what the step was doing, and where its output is. */
export interface LimitWords {
  readonly raise: (limit: "time" | "silence" | "memory" | "processes" | "disk") => string;
  readonly doing: string;
  readonly log: string;
}

const wordsOfBuild: LimitWords = {
  raise: (limit) => `give the chroot a larger \`limits: {${limit}: ...}\``,
  doing: "building",
  log: "build.log",
};

/**
 * Throws the error for a step that a limit stopped: `timed-out`, `build-disk-full`, `build-log-full`,
 * `results-unwritable`; and for a step that failed by itself, `build-memory-full` or `build-processes-full` if the
 * kernel says so. The message names `what`, such as `hello 2.10-5`.
 */
export function refuseExceeded(
  what: string,
  outcome: Pick<LimitedOutcome, "exitStatus" | "stoppedBy" | "diskFull" | "lastLine" | "running" | "usage">,
  limits: StepLimits,
  words: LimitWords = wordsOfBuild,
): void {
  const { stoppedBy, exitStatus } = outcome;
  if (stoppedBy !== undefined) throw stopped(what, stoppedBy, outcome, limits, words);
  if (exitStatus === 0) return;
  if (outcome.diskFull) throw stopped(what, "disk", outcome, limits, words);
  const { memoryKills = 0, refusedProcesses = 0 } = outcome.usage;
  if (memoryKills > 0) {
    const { memoryBytes } = limits;
    const limit = memoryBytes === undefined ? "the machine has" : `its limit of ${size(memoryBytes)}`;
    throw failure(
      "build-memory-full",
      `${what} needs more memory than ${limit}: the kernel killed ${memoryKills} of its processes`,
      outcome,
      `If it needs that much, ${words.raise("memory")}, or use fewer --jobs.`,
    );
  }
  if (refusedProcesses > 0) throw stopped(what, "processes", outcome, limits, words);
}

type Said = Pick<LimitedOutcome, "lastLine" | "running" | "usage">;

function stopped(
  what: string,
  limit: LimitName,
  outcome: Said,
  { timeSeconds = 0, silenceSeconds = 0, diskBytes = 0, logBytes = 0, processes }: StepLimits,
  { raise, doing, log }: LimitWords,
): DebootcError {
  switch (limit) {
    case "time":
      return failure(
        "timed-out",
        `${what} was still ${doing} after ${duration(timeSeconds)} and was stopped`,
        outcome,
        `Look at the end of ${log}; if it is only slow, ${raise("time")}.`,
      );
    case "silence":
      return failure(
        "timed-out",
        `${what} printed nothing for ${duration(silenceSeconds)} and was stopped`,
        outcome,
        `Either it hangs, or it is quiet for a long time: then ${raise("silence")}.`,
      );
    case "disk":
      return failure(
        "build-disk-full",
        `${what} wrote more into its root than ${diskBytes === 0 ? "there is space for" : `its limit of ${size(diskBytes)}`}`,
        outcome,
        `If it needs that much, ${raise("disk")}.`,
      );
    case "processes":
      return failure(
        "build-processes-full",
        `${what} wants more than ${processes ?? "the allowed"} processes and threads at once: the kernel refused another one ${outcome.usage.refusedProcesses ?? 0} times`,
        outcome,
        `Unless it is a runaway, ${raise("processes")}.`,
      );
    case "log":
      return failure(
        "build-log-full",
        `${what} printed more than ${size(logBytes)} and was stopped`,
        outcome,
        `Something in it prints endlessly: look at the end of ${log}.`,
      );
    case "space":
      return failure(
        "results-unwritable",
        `the disk of the cache is nearly full, so ${what} was stopped`,
        outcome,
        `Free some space, or give another --cache-dir. To tell what writes endlessly from a full disk, ${raise("disk").replace("a larger", "a")}.`,
      );
  }
}

function failure(code: ErrorCode, message: string, { lastLine, running }: Said, hint: string): DebootcError {
  const details = [
    lastLine === "" ? "it had printed nothing" : `its last line: ${lastLine.slice(0, 500)}`,
    ...(running.length === 0 ? [] : [`still running: ${running.join("; ")}`]),
  ];
  return new DebootcError(code, [message, ...details].join("\n  "), { hint });
}

/** Formats a size as in the configuration. */
function size(bytes: number): string {
  const units = ["TiB", "GiB", "MiB", "KiB"];
  const power = [4, 3, 2, 1].findIndex((one) => bytes % 1024 ** one === 0);
  return power === -1 ? formatBytes(bytes) : `${bytes / 1024 ** (4 - power)} ${units[power]}`;
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
