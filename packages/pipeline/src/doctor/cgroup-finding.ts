import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { type CgroupProbe, probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";

/** Which limits of package builds this machine can keep, as the user who runs. */
export async function cgroupFinding(): Promise<DoctorFinding> {
  return judgeCgroups(await probeCgroups({ onlyLook: true }));
}

export function judgeCgroups(probe: CgroupProbe): DoctorFinding {
  const finding = { id: "cgroups", state: "ok", title: "limits of builds" } as const;
  const hint =
    "Time, silence and disk of package builds are limited all the same; root has control groups nearly everywhere.";
  if (probe.layout === undefined)
    return { ...finding, detail: `none by control groups: ${probe.reason}`, hint };
  const { version, parents } = probe.layout;
  const missing = [
    ...(parents.memory === undefined ? ["memory"] : []),
    ...(parents.pids === undefined ? ["processes"] : []),
  ];
  if (missing.length === 0) return { ...finding, detail: `control groups of version ${version}` };
  return {
    ...finding,
    detail: `control groups of version ${version}, but not for ${missing.join(" and ")}`,
    hint,
  };
}
