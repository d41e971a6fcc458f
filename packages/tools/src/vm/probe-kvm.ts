import { access, constants } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { machineCommand } from "./qemu.ts";
import { run } from "../run.ts";

export interface KvmVerdict {
  readonly works: boolean;
  /** One sentence for people. */
  readonly reason: string;
}

const seconds = 10;

/**
 * Lets a kernel run under KVM until it finds that it has no root file system: a second where KVM works. That
 * /dev/kvm can be opened proves little; below other hypervisors guests crash, or hang for ever.
 * Throws `tool-missing`, `cancelled`.
 */
export async function probeKvm(kernel: string, signal: AbortSignal): Promise<KvmVerdict> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return { works: false, reason: "/dev/kvm cannot be opened" };
  }
  const command = machineCommand({
    architecture: "amd64",
    accelerator: "kvm",
    memoryMiB: 512,
    cpus: 2,
    start: { kernel, append: "console=ttyS0 panic=-1" },
    network: "none",
  });
  try {
    const { stdout } = await run({ ...command, signal, timeoutSeconds: seconds });
    return stdout.includes("Unable to mount root fs")
      ? { works: true, reason: "a trial kernel ran under KVM" }
      : { works: false, reason: "a trial kernel ended too early under KVM" };
  } catch (error) {
    const means = error instanceof DebootcError ? error.code : "internal-fault";
    if (means !== "tool-failed" && means !== "timed-out") throw error;
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    return { works: false, reason: `a trial kernel failed under KVM: ${reason}` };
  }
}
