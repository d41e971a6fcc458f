import type { BootReport } from "@debootc/core/boot/boot-report";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { BootRequest } from "@debootc/core/request/boot-request";
import type { UpgradeFetches } from "@debootc/core/upgrade/evaluate-fetches";

/** Describes an upgrade to try. */
export interface Upgrade {
  readonly request: Pick<BootRequest, "memory" | "timeout">;
  readonly from: LegOfCompose;
  readonly to: LegOfCompose;
  /** Directory of the consoles and reports. */
  readonly logs: string;
}

/** Holds what the boots of an upgrade reported. */
export interface UpgradeReports {
  readonly reports: readonly BootReport[];
  /** What the host fetched from the genuine repository. */
  readonly fetches: UpgradeFetches;
}
