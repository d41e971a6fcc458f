import type { LockSection } from "@debootc/core/lock/lock";
import { defineNode, type Node } from "../../engine/node.ts";
import { fetchPackages, lockedFiles } from "../../gather/fetch-packages.ts";
import { stateOfFile, storedDeb } from "../../gather/deb-store.ts";
import { readsBuilt } from "./lock-node.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { proveAhead } from "../run/prove-ahead.ts";
import { notCached } from "../run/only-cached.ts";
import { refuseSmallDisk } from "../run/refuse-small-disk.ts";
import { rootKey } from "../run/step-keys.ts";

/**
 * Brings every locked .deb into the store, each verified before it counts. When the root that they would make is in the
 * cache, nobody reads them, and they are not fetched.
 */
export function packagesNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["packages"]> {
  const { request, cache, debsDirectory, dependencies } = setting;
  return defineNode({
    leaves: slots.packages,
    phase: "gather",
    title: "Fetch the packages",
    reads: { lock: slots.lock, plan: slots.plan, ...readsBuilt(setting, slots) },
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1024 },
    run: async ({ lock, plan, built }, context) => {
      const [root] = await Promise.all([
        cache.get("root", rootKey(setting, plan.root)),
        proveAhead(setting, plan),
      ]);
      if (root) {
        setting.hold(root);
        return { output: { downloadedBytes: 0 }, reused: true };
      }
      if (setting.onlyTakes) {
        await refuseMissing(lock.section, debsDirectory);
        return { output: { downloadedBytes: 0 }, reused: true };
      }
      await refuseSmallDisk(setting, lock.section, context.report);
      const { sources, proxy } = await setting.sources();
      const { downloadedBytes } = await fetchPackages(
        // Waiting for a mirror takes no processor.
        {
          section: lock.section,
          sources: built === undefined ? sources : [built.source, ...sources],
          proxy,
          debsDirectory,
          sharedCacheDir: dependencies.sharedCacheDir,
          jobs: 4 * request.jobs,
        },
        context,
      );
      return { output: { downloadedBytes }, reused: downloadedBytes === 0 };
    },
  });
}

/** Throws `usage` unless all packages are in the store, each verified. */
async function refuseMissing(section: LockSection, debsDirectory: string): Promise<void> {
  for (const one of lockedFiles(section))
    if ((await stateOfFile(storedDeb(debsDirectory, one.sha256), one)) !== "intact")
      throw notCached("packages");
}
