import { DebootcError } from "@debootc/core/error/debootc-error";
import { seedIds } from "@debootc/core/ids/seed-ids";
import { lockTimestamp } from "@debootc/core/lock/lock-timestamp";
import { composePlan, contentDigestOf, rootPlanOf, withVersion } from "@debootc/core/plan/compose-plan";
import { nextVersion } from "@debootc/core/plan/next-version";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import { digestAddedFiles } from "../run/added-files.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import { shapingTools } from "../run/shaping-tools.ts";
import { readVarRules } from "../run/var-rules-file.ts";

/** Names every input of the compose, and from them its version. */
export function planNode(setting: ComposeSetting): Node<ComposeRecords, "plan"> {
  const { treefile, dependencies } = setting;
  return {
    id: "plan",
    phase: "gather",
    title: "Plan the compose",
    reads: ["lock"],
    required: true,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1 },
    run: async ({ lock }) => {
      const { section } = lock;
      refuseClockBehind(lockTimestamp(section), dependencies.clock());
      const names = new Set(section.packages.map(({ name }) => name));
      const root = rootPlanOf({
        treefile,
        packages: section.packages.map(({ sha256 }) => sha256),
        bootLoader: (section.bootLoader ?? []).map(({ sha256 }) => sha256),
        ids: seedIds(names, section.ids, new Set(treefile.users.map(({ name }) => name))),
        timestamp: lockTimestamp(section),
        addFiles: await digestAddedFiles(treefile.addFiles),
        varRules: digestOfBytes(await readVarRules()),
        tools: await shapingTools(),
      });
      const content = {
        root,
        ref: treefile.ref,
        lock: lock.digest,
        ...(Object.keys(treefile.commitMetadata).length === 0
          ? {}
          : { commitMetadata: treefile.commitMetadata }),
        container: {
          title: treefile.container.title ?? treefile.name,
          labels: treefile.container.labels,
          cmd: treefile.container.cmd,
          compression: setting.compression,
          maxLayers: treefile.container.maxLayers,
        },
        ...diskOf(treefile),
        parent: null,
      };
      const contentDigest = contentDigestOf(content);
      const treeVersion = nextVersion({
        prefix: treefile.automaticVersionPrefix,
        timestamp: root.timestamp,
        contentDigest,
        previous: setting.previous?.plan,
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
  };
}

/** Moving the key in the treefile changes no disk. */
function diskOf({ disk }: ComposeSetting["treefile"]) {
  if (disk === undefined) return {};
  const { origin: _origin, ...options } = disk;
  return { disk: options };
}

/** The same again follows what was followed before: an equal plan, whose results are all there. */
function layersToKeep({ previous, previousImage, request }: ComposeSetting, contentDigest: Digest) {
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
