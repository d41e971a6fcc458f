import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { hasErrno } from "@debootc/tools/errno";
import { access, constants } from "node:fs/promises";

export type KvmAccess = "usable" | "absent" | "forbidden";

/** Finds whether trees can be booted at full speed. Without KVM they still boot, but emulated. */
export async function kvmFinding(): Promise<DoctorFinding> {
  return judgeKvm(await kvmAccess());
}

export function judgeKvm(kvm: KvmAccess): DoctorFinding {
  const finding = { id: "kvm", state: "ok", title: "KVM" } as const;
  if (kvm === "usable") return { ...finding, detail: "/dev/kvm can be opened" };
  if (kvm === "absent")
    return { ...finding, detail: "not available: debootc boot emulates, which is slower" };
  return {
    ...finding,
    detail: "no permission to open /dev/kvm: debootc boot emulates, which is slower",
    hint: "Join the group kvm: sudo adduser $USER kvm",
  };
}

async function kvmAccess(): Promise<KvmAccess> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
    return "usable";
  } catch (error) {
    return hasErrno(error, "ENOENT") ? "absent" : "forbidden";
  }
}
