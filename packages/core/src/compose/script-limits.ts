import type { BuildLimits } from "../mock-build/chroot/chroot-configuration.ts";
import { bytesOf, secondsOf } from "../document/limit-text.ts";
import type { ComposeRequest } from "../request/compose-request.ts";

type LimitFields = Pick<
  ComposeRequest,
  "limitTime" | "limitSilence" | "limitMemory" | "limitProcesses" | "limitDisk"
>;

/** Converts the limits of a request to numbers; those that are `none` are absent. */
export function scriptLimitsOf(request: LimitFields): BuildLimits {
  const { limitTime, limitSilence, limitMemory, limitProcesses: processes, limitDisk } = request;
  const [timeSeconds, silenceSeconds] = [secondsOf(limitTime), secondsOf(limitSilence)];
  const [memoryBytes, diskBytes] = [bytesOf(limitMemory), bytesOf(limitDisk)];
  return {
    ...(timeSeconds === undefined ? {} : { timeSeconds }),
    ...(silenceSeconds === undefined ? {} : { silenceSeconds }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    processes,
    ...(diskBytes === undefined ? {} : { diskBytes }),
  };
}
