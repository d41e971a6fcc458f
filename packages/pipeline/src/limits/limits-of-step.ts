import type { BuildLimits } from "@debootc/core/mock-build/chroot/chroot-configuration";

/** Limits what one step of a build may use. A limit that is absent does not apply. */
export interface StepLimits extends BuildLimits {
  /** Processors' worth of time. */
  readonly cpus?: number;
  /** Bytes that it may print. */
  readonly logBytes?: number;
}

/** Names the limit that ended a step. `space`: the machine's disk itself is nearly full. */
export type LimitName = "time" | "silence" | "disk" | "space" | "log" | "processes";
