import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { diagnoseLeftovers } from "./diagnose-leftovers.ts";
import { privilegeHere } from "./privilege-here.ts";
import { repairLeftovers } from "./repair-leftovers.ts";

/** Removes what dead runs left, and returns a finding for each: unlike `runDoctor`, it looks at nothing else. */
export async function removeLeftovers(
  directories: { readonly outputDir: string; readonly cacheDir: string },
  { environment, signal }: Pick<PipelineDependencies, "environment" | "signal">,
): Promise<readonly DoctorFinding[]> {
  const leftovers = await diagnoseLeftovers(directories);
  return leftovers.length === 0
    ? []
    : repairLeftovers(leftovers, await privilegeHere(environment.user), signal);
}
