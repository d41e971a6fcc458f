import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { copyTreeFile } from "@debootc/tools/ostree/tree-files";
import { type KvmVerdict, probeKvm } from "@debootc/tools/vm/probe-kvm";
import { access, constants, mkdtempDisposable } from "node:fs/promises";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { readCompose } from "../composed/read-compose.ts";

/** Says what is known of KVM here: whether it can be opened, and how a trial went where there was a kernel for one. */
export type KvmKnowledge = "untried" | "absent" | "forbidden" | KvmVerdict;

/** Finds whether trees are booted at full speed, by the trial that a boot makes. Without KVM they still boot, but emulated. */
export async function kvmFinding(outputDir: string, signal: AbortSignal): Promise<DoctorFinding> {
  return judgeKvm((await kvmAccess()) ?? (await tryKvm(outputDir, signal)));
}

export function judgeKvm(kvm: KvmKnowledge): DoctorFinding {
  const finding = { id: "kvm", state: "ok", title: "KVM" } as const;
  const slower = "debootc boot and run emulate, which is slower";
  if (typeof kvm === "object")
    return {
      ...finding,
      detail: kvm.works ? `${kvm.reason}: debootc boot and run use it` : `${slower}: ${kvm.reason}`,
    };
  if (kvm === "untried")
    return { ...finding, detail: "/dev/kvm can be opened; debootc boot and run use it if a trial succeeds" };
  if (kvm === "absent") return { ...finding, detail: `not available: ${slower}` };
  return {
    ...finding,
    detail: `no permission to open /dev/kvm: ${slower}`,
    hint: "Join the group kvm, and log in again: sudo adduser $USER kvm",
  };
}

/** Returns why KVM cannot be tried; undefined when it can. */
async function kvmAccess(): Promise<"absent" | "forbidden" | undefined> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return hasErrno(error, "ENOENT") ? "absent" : "forbidden";
  }
}

/** Tries KVM with a kernel of the newest compose, or with that of this machine. */
async function tryKvm(outputDir: string, signal: AbortSignal): Promise<KvmKnowledge> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-kvm-"));
  const copy = join(directory.path, "vmlinuz");
  try {
    const composed = await copyComposedKernel(outputDir, copy, signal);
    return await probeKvm(composed ? copy : await readable(`/boot/vmlinuz-${release()}`), signal);
  } catch (error) {
    // Nothing to try it with: no qemu, no kernel, or a compose that is being changed.
    signal.throwIfAborted();
    if (error instanceof DebootcError || hasErrno(error, "ENOENT", "EACCES")) return "untried";
    throw error;
  }
}

async function copyComposedKernel(outputDir: string, copy: string, signal: AbortSignal): Promise<boolean> {
  const legs = (await readCompose(join(outputDir, "latest")))?.compose?.legs ?? [];
  const leg = legs.find(({ kernel, architecture }) => kernel !== undefined && architecture === "amd64");
  if (leg === undefined) return false;
  const { repo, checksum } = leg.commit;
  await copyTreeFile(
    { repo, commit: checksum, path: `/usr/lib/modules/${leg.kernel}/vmlinuz` },
    copy,
    signal,
  );
  return true;
}

async function readable(path: string): Promise<string> {
  await access(path, constants.R_OK);
  return path;
}
