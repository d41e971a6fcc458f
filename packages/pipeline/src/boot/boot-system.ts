import { rm, writeFile } from "node:fs/promises";
import { refuseBrokenRules, refuseUntoldBoot } from "@debootc/core/boot/boot-failure";
import { type BootReport, bootReport, type CheckedRule } from "@debootc/core/boot/boot-report";
import type { ExpectedSystem } from "@debootc/core/boot/evaluate-boot";
import { type GuestPatience, usualPatience } from "@debootc/core/boot/guest-ending";
import type { ProbeFacts } from "@debootc/core/boot/probe-facts";
import { reportBoot } from "@debootc/core/boot/report-boot";
import type { Reporter } from "@debootc/core/event/event";
import { type Accelerator, usualCpus, type VirtualMachine } from "@debootc/tools/vm/qemu";
import { chooseAccelerator } from "./choose-accelerator.ts";
import { watchGuest } from "./watch-guest.ts";

export interface BootSystemOptions {
  /** A raw image. */
  readonly disk: string;
  /** How the machine starts; the probe in the system must start by itself. */
  readonly start: VirtualMachine["start"];
  readonly network: VirtualMachine["network"];
  /** The kernel with which KVM is tried. */
  readonly kernel: string;
  /** Debian's name. */
  readonly architecture: string;
  readonly expected: ExpectedSystem;
  /** Rules of this boot in addition to those of every boot, by what the probe reported. */
  readonly furtherRules?: (facts: ProbeFacts["values"]) => readonly CheckedRule[];
  /** Gets the console; what the probe reported is in a file next to it, whose name ends in `.probe`. */
  readonly logFile: string;
  /** Gets the `boot-report` record of a system that came up. */
  readonly reportFile: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** How long to wait for single steps; shorter in tests. */
  readonly patience?: Omit<GuestPatience, "total">;
  /** When absent, KVM is used if a trial proves that it works. */
  readonly accelerator?: Accelerator;
  readonly report: Reporter;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

/**
 * Boots a disk whose system contains a probe in an unprivileged virtual machine, checks the running system from inside,
 * and switches it off. The system writes to the disk.
 * Throws `boot-failed` when the system does not come up or breaks a rule, `boot-unsupported`, `cancelled`, `tool-missing`.
 */
export async function bootSystem(options: BootSystemOptions): Promise<BootReport> {
  const { logFile, reportFile, expected, memoryMiB, timeoutSeconds, report, signal, clock } = options;
  const accelerator = options.accelerator ?? (await chooseAccelerator(options.kernel, options));
  const secondPort = `${logFile}.probe`;
  await Promise.all([logFile, reportFile, secondPort].map((file) => rm(file, { force: true })));

  const story = await watchGuest(
    {
      architecture: options.architecture,
      accelerator,
      memoryMiB,
      cpus: usualCpus(accelerator),
      start: options.start,
      disk: options.disk,
      network: options.network,
      consoleLog: logFile,
      secondPort,
    },
    { ...(options.patience ?? usualPatience), total: timeoutSeconds },
    { report, signal, clock },
  );
  report({ type: "artifact", kind: "console-log", path: logFile });
  refuseUntoldBoot(story, logFile);

  const found = reportBoot(story, expected, { accelerator, memoryMiB }, options.furtherRules);
  await writeFile(reportFile, bootReport.serialize(found));
  report({ type: "artifact", kind: "boot-report", path: reportFile });
  refuseBrokenRules(found, story, logFile);
  return found;
}
