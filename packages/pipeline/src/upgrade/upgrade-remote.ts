import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { composePlan } from "@debootc/core/plan/compose-plan";

/** Where a system in the upgrade test looks for upgrades. */
export interface UpgradeRemote {
  readonly name: string;
  /** Whether the tree brings its configuration, with keys. */
  readonly signed: boolean;
}

/** The remote of a compose's tree; one of our own, which takes any commit, for a tree that names none. */
export async function remoteOf({ commit }: ComposeResult): Promise<UpgradeRemote> {
  const file = join(dirname(commit.repo), "plan.json");
  const { ostreeRemote } = composePlan.parse(await readFile(file, "utf8"), file).root;
  return ostreeRemote === undefined
    ? { name: "debootc-upgrade", signed: false }
    : { name: ostreeRemote.name, signed: true };
}
