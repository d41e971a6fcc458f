import { join } from "node:path";
import { upgradeRules } from "@debootc/core/upgrade/evaluate-upgrade";
import type { BootSystemOptions } from "../boot/boot-system.ts";
import { firmware } from "../boot/firmware.ts";
import type { MadeDisk } from "../disk/disk-node.ts";
import type { Upgrade } from "./upgrade.ts";

export interface UpgradeBoot {
  /** What is being done, for people. */
  readonly step: string;
  readonly system: Omit<BootSystemOptions, "report" | "signal" | "clock">;
}

/** Returns the boots of an upgrade in their order: the system before, the system after, and the one before again. */
export function upgradeBoots({ request, from, to, logs }: Upgrade, disk: MadeDisk): UpgradeBoot[] {
  const composes = [from, to, from];
  return composes.map((compose, index) => {
    const number = index + 1;
    const rules = upgradeRules[index];
    return {
      step: `boot ${number} of ${composes.length}: ${compose.composeId}`,
      system: {
        disk: disk.raw,
        start: { firmware },
        network: "open",
        kernel: disk.kernel,
        architecture: from.architecture,
        expected: { checksum: compose.commit.checksum, packageCount: compose.packageCount },
        ...(rules === undefined ? {} : { furtherRules: rules }),
        logFile: join(logs, `console-${number}.log`),
        reportFile: join(logs, `report-${number}.json`),
        memoryMiB: request.memory,
        timeoutSeconds: request.timeout,
      },
    };
  });
}
