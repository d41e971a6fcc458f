import type { DoctorReport } from "@debootc/core/doctor/doctor-report";
import type { DoctorRequest } from "@debootc/core/request/doctor-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { cacheDamageFindings } from "./cache-damage.ts";
import { diagnoseLeftovers } from "./diagnose-leftovers.ts";
import { diagnoseMachine } from "./diagnose-machine.ts";
import { privilegeHere } from "./privilege-here.ts";
import { repairLeftovers } from "./repair-leftovers.ts";

/**
 * Reports what the machine lacks, what crashes left and what of the cache is damaged. With `fix`, removes the latter two,
 * and reads the whole cache for it.
 */
export async function runDoctor(
  request: Pick<DoctorRequest, "fix" | "outputDir" | "cacheDir">,
  { environment, signal, clock }: Pick<PipelineDependencies, "environment" | "signal" | "clock">,
): Promise<DoctorReport> {
  const { outputDir, cacheDir } = request;
  const directories = { outputDir, cacheDir };
  const privilege = await privilegeHere(environment.user);
  const machine = await diagnoseMachine({ ...directories, isRoot: privilege.isRoot }, signal);
  const leftovers = await diagnoseLeftovers(directories);
  const left = request.fix
    ? await repairLeftovers(leftovers, privilege, signal)
    : leftovers.map(({ finding }) => finding);
  const damage = await cacheDamageFindings({ cacheDir, privilege }, { clock, signal }, request.fix);
  return { findings: [...machine, ...left, ...damage] };
}
