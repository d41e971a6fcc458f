import { DebootcError } from "@debootc/core/error/debootc-error";
import { idsToKeep } from "@debootc/core/ids/ids-to-keep";
import { seedIds } from "@debootc/core/ids/seed-ids";
import type { LockedIds } from "@debootc/core/lock/lock";
import { lockTimestamp } from "@debootc/core/lock/lock-timestamp";
import { composePlan, contentDigestOf, planContentOf } from "@debootc/core/plan/compose-plan";
import { nextVersion } from "@debootc/core/plan/next-version";
import { rootPlanOf, withVersion } from "@debootc/core/plan/root-plan";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineNode, type Node } from "../../engine/node.ts";
import { digestAddedFiles } from "../run/added-files.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { refuseKernellessDisk } from "../run/refuse-diskless-tree.ts";
import { shapingTools } from "../run/shaping-tools.ts";
import { readVarRules } from "../run/var-rules-file.ts";

/** Names every input of the compose, and from them its version. */
export function planNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["plan"]> {
  const { treefile, dependencies, request } = setting;
  return defineNode({
    leaves: slots.plan,
    phase: "gather",
    title: "Plan the compose",
    reads: { lock: slots.lock },
    required: true,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1 },
    run: async ({ lock }) => {
      const { section } = lock;
      refuseKernellessDisk(treefile, section.packages);
      refuseClockBehind(lockTimestamp(section), dependencies.clock());
      const inputs = {
        treefile,
        packages: section.packages.map(({ sha256 }) => sha256),
        bootLoader: (section.bootLoader ?? []).map(({ sha256 }) => sha256),
        timestamp: lockTimestamp(section),
        addFiles: await digestAddedFiles(treefile.addFiles),
        varRules: digestOfBytes(await readVarRules()),
        tools: await shapingTools(),
      };
      const { compression } = setting;
      const others = new Set(treefile.users.map(({ name }) => name));
      const ids = seedIds(new Set(section.packages.map(({ name }) => name)), section.ids, others);
      const contentWith = (keptIds: LockedIds | undefined) =>
        planContentOf({
          treefile,
          root: rootPlanOf({ ...inputs, ids, ...(keptIds === undefined ? {} : { keptIds }) }),
          lock: lock.digest,
          compression,
        });
      // The same again is numbered as before: the ids that packages took meanwhile are no change.
      const before = setting.previous?.plan;
      const again = contentWith(before?.root.keptIds);
      const isSame = before?.contentDigest === contentDigestOf(again) && request.previousImage === undefined;
      const content = isSame
        ? again
        : contentWith(idsToKeep(setting.previousAccounts?.ids, { seeded: ids, others }));
      const { root } = content;
      const contentDigest = contentDigestOf(content);
      const treeVersion = nextVersion({
        prefix: treefile.automaticVersionPrefix,
        timestamp: root.timestamp,
        contentDigest,
        previous: before,
      });
      const plan = {
        ...content,
        root: withVersion(root, treeVersion),
        treeVersion,
        contentDigest,
        previousLayers: layersToKeep(setting, contentDigest),
      };
      await mkdir(setting.base, { recursive: true });
      await writeFile(join(setting.base, "plan.json"), composePlan.serialize(plan));
      return { output: plan };
    },
  });
}

/** The same again follows what was followed before: an equal plan, whose results are all there. */
function layersToKeep({ previous, previousImage, request }: LegSetting, contentDigest: Digest) {
  const isSame = previous?.plan.contentDigest === contentDigest && request.previousImage === undefined;
  return isSame ? previous.plan.previousLayers : (previousImage?.layers ?? null);
}

/** Files made during the build get the clock's time and are only ever brought down to the lock's. */
function refuseClockBehind(timestamp: number, now: Date): void {
  if (now.getTime() >= timestamp * 1000) return;
  throw new DebootcError(
    "trust-refused",
    `this machine's clock says ${now.toISOString()}, but the lock's indexes are of ${new Date(timestamp * 1000).toISOString()}`,
    { hint: "Set the clock, for instance with systemd-timesyncd." },
  );
}
