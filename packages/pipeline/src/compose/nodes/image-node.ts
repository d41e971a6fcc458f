import { imageRecord } from "@debootc/core/oci/image-record";
import { imageMadeOf } from "@debootc/core/plan/made-of";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import { layerBlobs } from "../../image/layer-blobs.ts";
import { writeImage } from "../../image/write-image.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { imageKey } from "../run/step-keys.ts";

/** Writes the root as a bootc image into an OCI layout. */
export function imageNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["image"]> {
  return defineNode({
    leaves: slots.image,
    phase: "output",
    title: "Export the image",
    reads: { lock: slots.lock, plan: slots.plan, root: slots.root, layers: slots.layers },
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async ({ lock, plan, root, layers }, context) => {
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "image",
        key: imageKey(setting, plan, root.record.digest, layers.record),
        format: imageRecord,
        outputDigest: ({ manifestDigest }) => manifestDigest,
        make: async (directory) => {
          const { blobs, leases } = await layerBlobs(
            {
              cache: setting.cache,
              code: setting.code.blobs,
              privilege: setting.privilege,
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
            treeDigests: { lock: lock.digest, inputs: imageMadeOf(plan, root.record.digest) },
          });
        },
      });
      setting.hold(lease);
      const layout = join(setting.base, "oci");
      await copyTree(join(lease.path, "oci"), layout, context.signal);
      context.report({
        type: "artifact",
        kind: "oci-layout",
        path: layout,
        digest: record.manifestDigest,
        size: record.size,
      });
      return { output: record, reused };
    },
  });
}
