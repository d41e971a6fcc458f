import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { setRef } from "@debootc/tools/ostree/ostree-refs";
import { signCommit, writeSummary } from "@debootc/tools/ostree/ostree-signing";
import { writeDatedSummary } from "@debootc/tools/ostree/write-dated-summary";
import { flushFileSystem } from "@debootc/tools/sync";
import type { Node } from "../../engine/node.ts";
import {
  type ComposeRecords,
  type ComposeSlots,
  type PresentLeg,
  finishedLegs,
  waitsForLegs,
} from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Signs the commits, lets the refs name them once everything else is there, and brings it all to disk. */
export function publishNode(
  {
    dependencies: { signal },
    signingKeys,
    directory,
  }: Pick<ComposeSetting, "dependencies" | "signingKeys" | "directory">,
  legs: readonly PresentLeg[],
  slots: ComposeSlots,
): Node<ComposeRecords["publish"]> {
  const { reads, after } = waitsForLegs(legs);
  return {
    id: slots.publish.id,
    phase: "cleanup",
    title: "Publish",
    reads: [...reads, slots.metadata],
    after: [...after, ...legs.flatMap(({ slots: { lint, report } }) => [lint, report]), slots.overview],
    required: true,
    timeoutSeconds: 300,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async (records) => {
      const there = finishedLegs(legs, records);
      // Nearly all that there is to flush is there already.
      await Promise.all([
        flushFileSystem(directory.path),
        ...there.map(({ composed }) => publishLeg(composed, signingKeys, signal)),
      ]);
      await flushFileSystem(directory.path);
      return { output: { refs: there.map(({ composed }) => composed.ref) } };
    },
  };
}

async function publishLeg(
  { ref, timestamp, commit: { repo, checksum } }: ComposedLeg,
  signingKeys: ComposeSetting["signingKeys"],
  signal: AbortSignal,
): Promise<void> {
  await setRef(repo, ref, checksum);
  for (const key of signingKeys) await signCommit(repo, checksum, key, signal);
  // A client believes a stale summary over the ref itself.
  if (signingKeys.length > 0) await writeSummary(repo, ".", signingKeys, signal);
  else await writeDatedSummary(repo, Date.parse(timestamp) / 1000, signal);
}
