import type { BootReport } from "@debootc/core/boot/boot-report";
import type { BootResult } from "@debootc/core/boot/boot-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { deltaRule } from "@debootc/core/upgrade/evaluate-fetches";
import { join } from "node:path";
import type { Upgrade, UpgradeReports } from "./upgrade.ts";
import type { UpgradeRemote } from "./upgrade-remote.ts";

/** Returns the result of an upgrade that was tried. Throws `boot-failed` when it did not come by the static delta. */
export function upgradeResult(
  { from, to, logs }: Upgrade,
  directory: string,
  { reports, fetches }: UpgradeReports,
  { signed }: Pick<UpgradeRemote, "signed">,
): BootResult {
  const [before, after, again] = reports as [BootReport, BootReport, BootReport];
  const when = [
    ["before", before],
    ["after", after],
    ["rolled back", again],
  ] as const;
  const delta = deltaRule(fetches);
  if (!delta.passed) {
    throw new DebootcError("boot-failed", `the upgrade was not fetched as the static delta: ${delta.found}`, {
      hint: `What the host asked for is in ${join(logs, "boots.log")}`,
    });
  }
  return {
    composeId: to.composeId,
    directory,
    ref: to.ref,
    checksum: to.commit.checksum,
    kernel: after.system.kernel,
    accelerator: after.accelerator,
    seconds: after.seconds.up ?? after.seconds.total,
    checks: [
      ...when.flatMap(([name, { checks }]) =>
        checks.map(({ id, title, passed, found }) => ({
          id: `${name.replace(" ", "-")}:${id}`,
          title: `${name}: ${title}`,
          passed,
          detail: found,
        })),
      ),
      { id: delta.id, title: delta.title, passed: true, detail: delta.found },
    ],
    upgrade: {
      fromComposeId: from.composeId,
      fromChecksum: from.commit.checksum,
      ...fetches,
      signed,
    },
    files: { log: join(logs, "console-2.log") },
  };
}
