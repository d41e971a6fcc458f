import type { ComposeResult, NodeTiming } from "@debootc/core/compose/compose-result";
import type { Event } from "@debootc/core/event/event";
import { join } from "node:path";
import type { ComposeRecords } from "./compose-records.ts";
import type { ComposeSetting } from "./compose-setting.ts";

/** Puts together what a finished compose is, for its record and for the last screen. */
export function resultOf(
  { directory, treefile, base }: ComposeSetting,
  { lock, packages, plan, root, commit, image }: ComposeRecords,
  nodes: readonly NodeTiming[],
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
    commit: { checksum: commit.checksum, repo: join(base, "ostree"), bootable: commit.bootable },
    image: {
      layout: join(base, "oci"),
      manifestDigest: image.manifestDigest,
      size: image.size,
      compression: image.compression,
      tag: image.tag,
    },
    root: { bytes, files },
    nodes: [...nodes],
    warnings: events.flatMap((event) =>
      event.type === "diagnostic" && event.diagnostic.severity === "warning" ? [event.diagnostic] : [],
    ),
    files: { lock: lock.file, log: directory.logs },
  };
}
