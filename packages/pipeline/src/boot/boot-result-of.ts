import { join } from "node:path";
import type { BootReport } from "@debootc/core/boot/boot-report";
import type { BootResult } from "@debootc/core/boot/boot-result";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";

interface BootedCompose {
  readonly compose: LegOfCompose;
  /** Of the compose. */
  readonly directory: string;
  /** Directory of the console and the report. */
  readonly logs: string;
}

/** Returns the result of a boot by its report; `disk` is the path of the disk that was kept. */
export function bootResultOf(
  { compose, directory, logs }: BootedCompose,
  boot: BootReport,
  disk: string | undefined,
): BootResult {
  return {
    composeId: compose.composeId,
    directory,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    kernel: boot.system.kernel,
    accelerator: boot.accelerator,
    seconds: boot.seconds.up ?? boot.seconds.total,
    checks: boot.checks.map(({ id, title, passed, found }) => ({ id, title, passed, detail: found })),
    files: { log: join(logs, "console.log"), ...(disk === undefined ? {} : { disk }) },
  };
}
