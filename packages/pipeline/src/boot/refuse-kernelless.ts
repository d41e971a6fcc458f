import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";

/** Refuses a compose whose tree has no kernel. Throws `boot-unsupported`. */
export function refuseKernelless({ kernel, composeId }: LegOfCompose): void {
  if (kernel !== undefined) return;
  throw new DebootcError("boot-unsupported", `${composeId} has no kernel, so it cannot boot`, {
    hint: "Include base.yaml, or add a kernel, systemd-sysv, dracut and ostree-boot to packages.",
  });
}
