import type { CgroupLayout } from "@debootc/tools/sandbox/cgroup-layout";
import type { StepLimits } from "./limits-of-step.ts";

const byController = { memoryBytes: "memory", processes: "pids", cpus: "cpu" } as const;
const names = { memoryBytes: "memory", processes: "processes", cpus: "processors" } as const;

/** Separates the limits that a machine's control groups can enforce from the names of those that they cannot. */
export function splitLimits(
  limits: StepLimits,
  layout: CgroupLayout | undefined,
): { readonly kept: StepLimits; readonly unkept: readonly string[] } {
  const kept: { -readonly [K in keyof StepLimits]: StepLimits[K] } = { ...limits };
  const unkept: string[] = [];
  for (const name of ["memoryBytes", "processes", "cpus"] as const) {
    if (limits[name] === undefined || layout?.parents[byController[name]] !== undefined) continue;
    delete kept[name];
    unkept.push(names[name]);
  }
  return { kept, unkept };
}
