import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { type CgroupProbe, probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";

/** Finds which limits of package builds this machine can enforce for the current user. */
export async function cgroupFinding(): Promise<DoctorFinding> {
  return judgeCgroups(await probeCgroups({ onlyLook: true }));
}

export function judgeCgroups(probe: CgroupProbe): DoctorFinding {
  const finding = { id: "cgroups", state: "ok", title: "limits of builds" } as const;
  const hint =
    "Time, silence and disk space of package builds are still limited; root can use control groups almost everywhere.";
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
