import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { probeArguments } from "@debootc/core/boot/probe-arguments";
import type { BootRequest } from "@debootc/core/request/boot-request";
import type { BootSystemOptions } from "./boot-system.ts";
import type { BootDisk } from "./make-boot-disk.ts";

interface Boot {
  readonly request: Pick<BootRequest, "memory" | "timeout">;
  readonly compose: LegOfCompose;
  /** Directory of the console and the report. */
  readonly logs: string;
}

/** Returns how to boot the disk of a compose: directly from its kernel, with the probe started by an argument. */
export function bootOptions(
  { request, compose, logs }: Boot,
  disk: BootDisk,
): Omit<BootSystemOptions, "report" | "signal" | "clock"> {
  const { kernel, initrd, append, defaultTarget } = disk;
  return {
    disk: disk.disk,
    start: { kernel, initrd, append: `${append} ${probeArguments(defaultTarget)}` },
    network: "isolated",
    kernel,
    architecture: compose.architecture,
    expected: { checksum: compose.commit.checksum, packageCount: compose.packageCount },
    logFile: join(logs, "console.log"),
    reportFile: join(logs, "report.json"),
    memoryMiB: request.memory,
    timeoutSeconds: request.timeout,
  };
}
