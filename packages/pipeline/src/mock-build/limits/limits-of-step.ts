import type { BuildLimits } from "@debootc/core/mock-build/chroot/chroot-configuration";

/** What one step of a build may take. An absent limit is none. */
export interface StepLimits extends BuildLimits {
  /** Processors' worth of time. */
  readonly cpus?: number;
  /** What it may print. */
  readonly logBytes?: number;
}

/** Which limit ended a step. `space`: the machine's disk itself is nearly full. */
export type LimitName = "time" | "silence" | "disk" | "space" | "log";
