import { type CallRule, seccompProgram, verdicts } from "./seccomp-program.ts";
import { type SystemCalls, systemCalls } from "./system-calls.ts";

/**
 * A seccomp filter under which flushing to disk succeeds without being done. dpkg flushes its database some thousand
 * times for one root; what a kill or a power cut leaves of a root that is being made is thrown away anyway. On
 * architectures without a table nothing is filtered.
 */
export function syncFilter(): Buffer {
  return seccompProgram(systemCalls.map(({ audit, calls }) => ({ audit, rules: syncRules(calls) })));
}

/** Calls that wait for the disk succeed at once. */
export function syncRules(calls: SystemCalls["calls"]): CallRule[] {
  return [calls.fsync, calls.fdatasync, calls.sync, calls.sync_file_range, calls.syncfs]
    .filter((call) => call !== undefined)
    .map((call) => ({ call, verdict: verdicts.succeedAtOnce }));
}
