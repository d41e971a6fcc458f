import type { Reporter } from "@debootc/core/event/event";
import { probeKvm } from "@debootc/tools/vm/probe-kvm";
import type { Accelerator } from "@debootc/tools/vm/qemu";

interface Surroundings {
  readonly report: Reporter;
  readonly signal: AbortSignal;
}

/** Chooses KVM if a trial with this kernel proves that it works here, and reports why not. */
export async function chooseAccelerator(
  kernel: string,
  { report, signal }: Surroundings,
): Promise<Accelerator> {
  report({ type: "progress", step: "trying KVM" });
  const kvm = await probeKvm(kernel, signal);
  report({ type: "log", line: kvm.works ? "KVM works" : `without KVM: ${kvm.reason}` });
  return kvm.works ? "kvm" : "tcg";
}
