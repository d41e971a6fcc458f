import { DebootcError } from "@debootc/core/error/debootc-error";
import type { DoctorReport } from "@debootc/core/doctor/doctor-report";
import type { DoctorRequest } from "@debootc/core/request/doctor-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { cacheDamageFindings } from "./cache-damage.ts";
import { diagnoseLeftovers } from "./diagnose-leftovers.ts";
import { diagnoseMachine } from "./diagnose-machine.ts";
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
  const machine = await diagnoseMachine({ ...directories, isRoot: privilege.isRoot });
  const leftovers = await diagnoseLeftovers(directories);
  const left = request.fix
    ? await repairLeftovers(leftovers, privilege, signal)
    : leftovers.map(({ finding }) => finding);
  const damage = await cacheDamageFindings({ cacheDir, privilege }, { clock, signal }, request.fix);
  return { findings: [...machine, ...left, ...damage] };
}

/** Chooses the privilege; if none is to be had, the repairs that need it fail and remain findings that say so. */
async function privilegeHere(user: Privilege["owner"]): Promise<Privilege> {
  try {
    return await choosePrivilege(user);
  } catch (error) {
    if (error instanceof DebootcError) return privilegeOf(user);
    throw error;
  }
}
