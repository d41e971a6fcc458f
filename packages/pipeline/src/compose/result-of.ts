import type { ComposeResult } from "@debootc/core/compose/compose-result";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Event } from "@debootc/core/event/event";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import { join } from "node:path";
import type { runNodes } from "../engine/run-nodes.ts";
import type { ComposeRecords } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";
import type { PreviousCompose } from "../composed/previous-compose.ts";
import type { PreviousImage } from "./run/previous-image.ts";

type Run = Awaited<ReturnType<typeof runNodes<ComposeRecords>>>;

/** Puts together what a finished compose is, for its record and for the last screen. */
export function resultOf(
  { directory, treefile, base, previous, previousImage, signingKeys }: ComposeSetting,
  { records: { lock, packages, plan, root, commit, image, report }, made, failed }: Run,
  timings: readonly NodeTiming[],
  events: readonly Event[],
): ComposeResult {
  const { kernel, bytes, files } = root.record;
  return {
    composeId: directory.id,
    directory: directory.path,
    treefile: treefile.name,
    ref: commit.ref,
    treeVersion: plan.treeVersion,
    architecture: treefile.architecture,
    timestamp: new Date(plan.root.timestamp * 1000).toISOString(),
    suite: treefile.suite,
    packageCount: lock.section.packages.length,
    downloadBytes: packages.downloadedBytes,
    ...(kernel === undefined ? {} : { kernel }),
    commit: {
      checksum: commit.checksum,
      repo: join(base, "ostree"),
      bootable: commit.bootable,
      ...(signingKeys.length === 0 ? {} : { signedBy: signingKeys.map(({ fingerprint }) => fingerprint) }),
    },
    image: {
      layout: join(base, "oci"),
      manifestDigest: image.manifestDigest,
      size: image.size,
      compression: image.compression,
      layerCount: image.layers.length,
      ...(previousImage === undefined ? {} : { update: updateOf(image, previousImage) }),
      tag: image.tag,
    },
    root: { bytes, files },
    ...(made.length > 0 ? {} : { unchanged: unchangedSince(plan, previous) }),
    nodes: [...timings],
    warnings: warningsIn(events),
    ...(failed.length === 0 ? {} : { failed: [...failed] }),
    files: {
      lock: lock.file,
      log: directory.logs,
      ...(report === undefined ? {} : { report: report.path }),
    },
  };
}

export function warningsIn(events: readonly Event[]): Diagnostic[] {
  return events.flatMap((event) =>
    event.type === "diagnostic" && event.diagnostic.severity === "warning" ? [event.diagnostic] : [],
  );
}

/** A registry and a host know layers by the digests of their blobs. */
function updateOf({ layers }: ImageRecord, { blobs }: PreviousImage) {
  const added = layers.filter(({ digest }) => !blobs.has(digest));
  return { layers: added.length, bytes: added.reduce((sum, { size }) => sum + size, 0) };
}

function unchangedSince({ contentDigest }: ComposePlan, previous: PreviousCompose | undefined) {
  const isSame = previous?.plan.contentDigest === contentDigest;
  return { content: contentDigest, ...(isSame ? { since: previous.id } : {}) };
}
