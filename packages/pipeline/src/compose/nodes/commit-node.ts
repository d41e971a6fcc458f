import { commitRecord } from "@debootc/core/compose/commit-record";
import { commitMadeOf } from "@debootc/core/plan/made-of";
import type { Digest } from "@debootc/core/record/digest";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { commitTreeOperation } from "../../commit/commit-tree.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { copyRepositoryFromCache } from "../run/copy-from-cache.ts";
import { commitKey } from "../run/step-keys.ts";

/** Commits the root to the compose's own repository; the ref follows when the compose is published. */
export function commitNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["commit"]> {
  return defineNode({
    leaves: slots.commit,
    phase: "ostree",
    title: "Commit to ostree",
    reads: { lock: slots.lock, plan: slots.plan, root: slots.root },
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async ({ lock, plan, root }, context) => {
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "commit",
        key: commitKey(setting, plan, root.record.digest),
        format: commitRecord,
        outputDigest: ({ checksum }): Digest => `sha256:${checksum}`,
        make: async (directory) => {
          await using held = new AsyncDisposableStack();
          // Nearly all objects of a commit are in the one before it, and each takes a moment to prove.
          const earlier = await setting.cache.recent("commit", 2);
          for (const one of earlier) held.use(one);
          // Not before the worker has ended does anybody let go of what it reads.
          return await runPrivileged(
            commitTreeOperation,
            {
              root: root.path,
              repo: join(directory, "repo"),
              scratch: join(context.workDirectory, "scratch"),
              pool: earlier.map(({ path }) => join(path, "repo")),
              ref: plan.ref,
              version: plan.treeVersion,
              ...(root.record.kernel === undefined ? {} : { kernel: root.record.kernel }),
              timestamp: plan.root.timestamp,
              lockDigest: lock.digest,
              inputDigest: commitMadeOf(plan, root.record.digest),
              metadata: plan.commitMetadata ?? {},
            },
            setting.privilege,
            context,
          );
        },
      });
      setting.hold(lease);
      const repo = join(setting.base, "ostree");
      await copyRepositoryFromCache(join(lease.path, "repo"), repo, context.signal);
      context.report({ type: "artifact", kind: "ostree-commit", path: repo, digest: record.checksum });
      return { output: record, reused };
    },
  });
}
