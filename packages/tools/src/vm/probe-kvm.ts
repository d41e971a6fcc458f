import { access, constants } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { machineCommand } from "./qemu.ts";
import { run } from "../run.ts";

export interface KvmVerdict {
  readonly works: boolean;
  /** False where /dev/kvm cannot even be opened. */
  readonly tried: boolean;
  /** One sentence for people. */
  readonly reason: string;
}

const seconds = 10;

/**
 * Runs a kernel under KVM until it finds that it has no root file system, which takes a second where KVM works. Being
 * able to open /dev/kvm proves little: under other hypervisors guests crash or hang forever. Throws `tool-missing`,
 * `cancelled`.
 */
export async function probeKvm(kernel: string, signal: AbortSignal): Promise<KvmVerdict> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return { works: false, tried: false, reason: "/dev/kvm cannot be opened" };
  }
  const command = machineCommand({
    architecture: "amd64",
    accelerator: "kvm",
    memoryMiB: 512,
    cpus: 2,
    start: { kernel, append: "console=ttyS0 panic=-1" },
    network: "none",
  });
  // A guest that KVM cannot run is halted, and its qemu waits for ever.
  const halted = new AbortController();
  const onLine = (line: string) => {
    if (line.startsWith("KVM internal error")) halted.abort();
  };
  try {
    const stop = AbortSignal.any([signal, halted.signal]);
    const { stdout } = await run({ ...command, onLine, signal: stop, timeoutSeconds: seconds });
    return stdout.includes("Unable to mount root fs")
      ? { works: true, tried: true, reason: "a trial kernel ran under KVM" }
      : { works: false, tried: true, reason: "a trial kernel ended too early under KVM" };
  } catch (error) {
    if (halted.signal.aborted && !signal.aborted)
      return { works: false, tried: true, reason: "a trial kernel failed under KVM: KVM internal error" };
    const means = error instanceof DebootcError ? error.code : "internal-fault";
    if (means !== "tool-failed" && means !== "timed-out") throw error;
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    return { works: false, tried: true, reason: `a trial kernel failed under KVM: ${reason}` };
  }
}
