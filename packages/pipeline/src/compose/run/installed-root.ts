import { scriptLimitsOf } from "@debootc/core/compose/script-limits";
import type { LockedPackage } from "@debootc/core/lock/lock";
import type { PlannedPackages } from "@debootc/core/plan/base-plan";
import { packagesPlanOf } from "@debootc/core/plan/packages-plan";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Lease } from "../../cache/cache.ts";
import { inTurn } from "../../cache/in-turn.ts";
import type { NodeContext } from "../../engine/node.ts";
import { once } from "../../engine/once.ts";
import { installPackagesOperation } from "../../root/install/install-packages-operation.ts";
import { type PackagesGround, packagesGround } from "../../root/install/packages-ground.ts";
import { refuseUnplannedPackages } from "../../root/install/refuse-unplanned-packages.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { LegSetting } from "./compose-setting.ts";
import { packagesKey } from "./step-keys.ts";

type Setting = Pick<
  LegSetting,
  "cache" | "code" | "debsDirectory" | "lock" | "privilege" | "request" | "treefile"
>;

/** Is a root with packages installed. Whoever has it holds its lease. */
export interface InstalledRoot {
  readonly path: string;
  readonly lease: Lease;
}

/**
 * Returns a root with its packages installed and nothing else done to it, from the cache if there is one: what a treefile
 * says beside them changes often, and is applied in a fraction of the time. What the treefiles ask for that it includes
 * first is installed first and kept too, for others that include the same.
 */
export async function installedRoot(
  setting: Setting,
  wanted: { readonly plan: RootPlan; readonly packages: readonly LockedPackage[] },
  context: NodeContext,
): Promise<InstalledRoot> {
  const { packages } = wanted;
  refuseUnplannedPackages(wanted.plan, packages);
  const { debsDirectory, lock, treefile } = setting;
  const closure = {
    // What apt chose a moment ago was checked then.
    mode: lock === undefined ? ("off" as const) : treefile.closureCheck,
    recommends: treefile.recommends,
    excluded: treefile.excludePackages,
  };
  const directory = join(context.workDirectory, "pool");
  const ground = once(() => packagesGround({ packages, debsDirectory, directory, closure }, context));
  try {
    return await installed(setting, { plan: packagesPlanOf(wanted.plan), packages }, ground, context);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function installed(
  setting: Setting,
  planned: PlannedPackages,
  ground: () => Promise<PackagesGround>,
  context: NodeContext,
): Promise<InstalledRoot> {
  const { cache, privilege, request } = setting;
  const { plan, packages } = planned;
  const key = packagesKey(setting, plan);
  const lease = await inTurn(cache, `packages ${key}`, () =>
    cache.put("packages", key, async (directory) => {
      const { pool, baseOf } = await ground();
      const first = baseOf(planned);
      await using base = first && (await held(installed(setting, first, ground, context)));
      const root = join(directory, "root");
      await mkdir(root);
      await runPrivileged(
        installPackagesOperation,
        {
          plan,
          names: packages.map(({ name }) => name),
          ...(first === undefined || base === undefined
            ? {}
            : { base: { path: base.path, ids: first.plan.ids } }),
          pool,
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

async function held(root: Promise<InstalledRoot>): Promise<AsyncDisposable & { readonly path: string }> {
  const { path, lease } = await root;
  return { path, [Symbol.asyncDispose]: () => lease[Symbol.asyncDispose]() };
}
