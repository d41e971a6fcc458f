import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setStatus } from "../composed/compose-directory.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import type { Leftover, Repair } from "./leftover.ts";
import { type RootRepair, rootRepairOperation } from "./root-repair-operation.ts";

/**
 * Removes what was found, one after the other in the order given. What cannot be removed stays a finding, with the
 * reason; the rest is tried all the same.
 */
export async function repairLeftovers(
  leftovers: readonly Leftover[],
  privilege: Privilege,
  signal: AbortSignal,
): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const { finding, repair } of leftovers) {
    signal.throwIfAborted();
    findings.push(repair === undefined ? finding : await attempt(finding, repair, privilege));
  }
  return findings;
}

async function attempt(finding: DoctorFinding, repair: Repair, privilege: Privilege): Promise<DoctorFinding> {
  try {
    await perform(repair, privilege);
    return { ...finding, state: "removed" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const hint = error instanceof DebootcError ? error.hint : undefined;
    return {
      ...finding,
      detail: `could not be removed: ${error.message}`,
      ...(hint === undefined ? {} : { hint }),
    };
  }
}

async function perform(repair: Repair, privilege: Privilege): Promise<void> {
  switch (repair.do) {
    case "kill":
    case "unmount":
    case "detach-loop":
    case "remove-cgroup":
      return asRoot(repair, privilege);
    case "terminate-compose":
      // STATUS first: a crash in between leaves a work directory, which is found again.
      await setStatus(repair, "TERMINATED");
      return removeAnyTree(join(repair.path, "work"), privilege);
    case "remove-tree":
      return removeAnyTree(repair.path, privilege);
    case "remove-files":
      for (const path of repair.paths) await rm(path, { force: true });
  }
}

async function asRoot(repair: RootRepair, privilege: Privilege): Promise<void> {
  const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
  if (privilege.isRoot) await rootRepairOperation.run(repair, context);
  else await runPrivileged(rootRepairOperation, repair, privilege, context);
}
