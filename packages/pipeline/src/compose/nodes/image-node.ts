import { imageRecord } from "@debootc/core/oci/image-record";
import { digestOf } from "@debootc/core/record/digest";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import type { Node } from "../../engine/node.ts";
import { layerBlobs } from "../../image/layer-blobs.ts";
import { writeImage } from "../../image/write-image.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import { copyFromCache } from "../run/copy-from-cache.ts";

/** Writes the root as a bootc image into an OCI layout. */
export function imageNode(setting: ComposeSetting): Node<ComposeRecords, "image"> {
  const inputDigest = ({ plan: { root, ref, treeVersion, lock, container } }: ComposeRecords) =>
    digestOf({ root, ref, treeVersion, lock, container });
  const key = (records: ComposeRecords) =>
    digestOf({
      node: "image",
      code: setting.code,
      inputs: inputDigest(records),
      layers: records.layers.record,
    });
  return {
    id: "image",
    phase: "output",
    title: "Export the image",
    reads: ["lock", "plan", "root", "layers"],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    key,
    run: async (records, context) => {
      const { lock, plan, root, layers } = records;
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "image",
        key: key(records),
        format: imageRecord,
        outputDigest: ({ manifestDigest }) => manifestDigest,
        make: async (directory) => {
          const { blobs, leases } = await layerBlobs(
            {
              ...setting,
              root: root.path,
              layers: layers.record.layers,
              listings: layers.directory,
              compression: plan.container.compression,
              workDirectory: join(context.workDirectory, "blobs"),
            },
            context,
          );
          for (const held of leases) setting.hold(held);
          return writeImage({
            ...plan.container,
            blobs,
            directory: join(directory, "oci"),
            architecture: plan.root.architecture,
            timestamp: plan.root.timestamp,
            version: plan.treeVersion,
            ...(root.record.kernel === undefined ? {} : { kernel: root.record.kernel }),
            treeDigests: { lock: lock.digest, inputs: inputDigest(records) },
          });
        },
      });
      setting.hold(lease);
      const layout = join(setting.base, "oci");
      copyFromCache(join(lease.path, "oci"), layout);
      context.report({
        type: "artifact",
        kind: "oci-layout",
        path: layout,
        digest: record.manifestDigest,
        size: record.size,
      });
      return { output: record, reused };
    },
  };
}
