import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { readPlan } from "../composed/read-plan.ts";

/** Where a system in the upgrade test looks for upgrades. */
export interface UpgradeRemote {
  readonly name: string;
  /** Whether the tree brings its configuration, with keys. */
  readonly signed: boolean;
}

/** The remote of a compose's tree; one of our own, which takes any commit, for a tree that names none. */
export async function remoteOf(compose: ComposeResult): Promise<UpgradeRemote> {
  const { ostreeRemote } = (await readPlan(compose)).root;
  return ostreeRemote === undefined
    ? { name: "debootc-upgrade", signed: false }
    : { name: ostreeRemote.name, signed: true };
}
