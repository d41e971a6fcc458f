import { scriptLimitsOf } from "@debootc/core/compose/script-limits";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { packagesPlanOf } from "@debootc/core/plan/packages-plan";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Lease } from "../../cache/cache.ts";
import { inTurn } from "../../cache/in-turn.ts";
import type { NodeContext } from "../../engine/node.ts";
import { installPackagesOperation } from "../../root/install/install-packages-operation.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { LegSetting } from "./compose-setting.ts";
import { packagesKey } from "./step-keys.ts";

type Setting = Pick<
  LegSetting,
  "cache" | "code" | "debsDirectory" | "lock" | "privilege" | "request" | "treefile"
>;

interface Wanted {
  readonly plan: RootPlan;
  readonly packages: readonly LockedPackage[];
}

/**
 * Returns a root with its packages installed and nothing else done to it, from the cache if there is one: what a treefile
 * says beside them changes often, and is applied in a fraction of the time. The caller holds the lease.
 */
export async function installedRoot(
  setting: Setting,
  wanted: Wanted,
  context: NodeContext,
): Promise<{ readonly path: string; readonly lease: Lease }> {
  const { cache, debsDirectory, lock, privilege, request, treefile } = setting;
  const plan = packagesPlanOf(wanted.plan);
  const key = packagesKey(setting, plan);
  const lease = await inTurn(cache, `packages ${key}`, () =>
    cache.put("packages", key, async (directory) => {
      const root = join(directory, "root");
      await mkdir(root);
      await runPrivileged(
        installPackagesOperation,
        {
          plan,
          packages: [...wanted.packages],
          closure: {
            // What apt chose a moment ago was checked then.
            mode: lock === undefined ? "off" : treefile.closureCheck,
            recommends: treefile.recommends,
            excluded: treefile.excludePackages,
          },
          debsDirectory,
          directory: root,
          workDirectory: join(context.workDirectory, "packages"),
          limits: scriptLimitsOf(request),
        },
        privilege,
        context,
      );
      return key;
    }),
  );
  return { path: join(lease.path, "root"), lease };
}
