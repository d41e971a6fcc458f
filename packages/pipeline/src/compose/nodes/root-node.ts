import { rootRecord } from "@debootc/core/compose/root-record";
import { rootOriginsOf } from "@debootc/core/plan/root-origins";
import { scriptLimitsOf } from "@debootc/core/compose/script-limits";
import { wholeRootPlan } from "@debootc/core/plan/root-plan";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import { answerInitramfs } from "../../root/boot/initramfs/answer-initramfs.ts";
import { buildRootOperation } from "../../root/build-root-operation.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { checkAccounts } from "../run/check-accounts.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { installedRoot } from "../run/installed-root.ts";
import { refuseMovedIds } from "../run/refuse-moved-ids.ts";
import { rootKey } from "../run/step-keys.ts";
import { readVarRules } from "../run/var-rules-file.ts";

/** Builds the root file system, or takes it from the cache: its plan is its key. */
export function rootNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["root"]> {
  const key = ({ plan }: Pick<LegRecords, "plan">) => rootKey(setting, plan.root);
  return defineNode({
    leaves: slots.root,
    phase: "build",
    title: "Build the root",
    reads: { lock: slots.lock, packages: slots.packages, plan: slots.plan },
    required: true,
    // The scripts have limits of their own, which name the one that does not end.
    timeoutSeconds: 7200 + 2 * (scriptLimitsOf(setting.request).timeSeconds ?? 0),
    resources: { cpus: 1, memoryMiB: 1024, diskMiB: 4096 },
    run: async (records, context) => {
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "root",
        key: key(records),
        format: rootRecord,
        outputDigest: ({ digest }) => digest,
        make: async (directory) => {
          const plan = wholeRootPlan(records.plan.root);
          const { packages, bootLoader = [] } = records.lock.section;
          const { path: installed, lease } = await installedRoot(setting, { plan, packages }, context);
          await using held = new AsyncDisposableStack();
          held.use(lease);
          const { noCache } = setting.request;
          const ask = answerInitramfs({
            cache: setting.cache,
            of: { code: setting.code.root, architecture: plan.architecture },
            hold: (kept) => void held.use(kept),
          });
          // Not before the worker has ended does anybody let go of what it reads.
          return await runPrivileged(
            buildRootOperation,
            {
              plan,
              origins: rootOriginsOf(setting.treefile),
              installed,
              bootLoader,
              files: setting.treefile.addFiles.map(({ source }) => source),
              varRules: await readVarRules(),
              debsDirectory: setting.debsDirectory,
              directory: join(directory, "root"),
              listing: join(directory, "tree.jsonl"),
              workDirectory: join(context.workDirectory, "root"),
              limits: scriptLimitsOf(setting.request),
            },
            setting.privilege,
            // From scratch, dracut runs for each root.
            noCache ? context : { ...context, ask },
          );
        },
      });
      setting.hold(lease);
      for (const diagnostic of record.warnings) context.report({ type: "diagnostic", diagnostic });
      const path = join(lease.path, "root");
      // Beside the plan: what is expected of a root shapes no byte of it, and holds for one from the cache too.
      const { treefile, previousImage: previous } = setting;
      await checkAccounts({ treefile, root: path, previous }, context.report, context.signal);
      if (
        setting.previous?.plan.contentDigest !== records.plan.contentDigest ||
        setting.request.previousImage
      ) {
        const mayMove = setting.request.allowMovedIds;
        const following = { root: path, previous: setting.previousAccounts, mayMove };
        await refuseMovedIds(following, context.report, context.signal);
      }
      return {
        output: { record, path, listing: join(lease.path, "tree.jsonl") },
        reused,
      };
    },
  });
}
