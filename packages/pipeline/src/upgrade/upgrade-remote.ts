import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { readPlan } from "../composed/read-plan.ts";

/** Describes the remote from which the tested system takes upgrades. */
export interface UpgradeRemote {
  readonly name: string;
  /** Whether the tree contains its configuration, with keys. */
  readonly signed: boolean;
}

/** Returns the remote of a compose's tree, or one that accepts any commit for a tree that names none. */
export async function remoteOf(compose: LegOfCompose): Promise<UpgradeRemote> {
  const { ostreeRemote } = (await readPlan(compose)).root;
  return ostreeRemote === undefined
    ? { name: "debootc-upgrade", signed: false }
    : { name: ostreeRemote.name, signed: true };
}
