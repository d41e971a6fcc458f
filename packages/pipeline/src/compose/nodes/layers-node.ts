import { layersRecord } from "@debootc/core/layers/layers-record";
import { digestOf } from "@debootc/core/record/digest";
import { cachedRecord } from "../../cache/cached-record.ts";
import type { Node } from "../../engine/node.ts";
import { planLayers } from "../../layers/plan-layers.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Decides which layer of the image each file of the root belongs to. */
export function layersNode(setting: ComposeSetting): Node<ComposeRecords, "layers"> {
  const key = ({ plan: { container, previousLayers }, root }: ComposeRecords) =>
    digestOf({
      node: "layers",
      code: setting.code,
      root: root.record.digest,
      maxLayers: container.maxLayers,
      previousLayers,
    });
  return {
    id: "layers",
    phase: "output",
    title: "Plan the layers",
    reads: ["plan", "root"],
    required: true,
    timeoutSeconds: 300,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 64 },
    key,
    run: async (records) => {
      const { plan, root } = records;
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "layers",
        key: key(records),
        format: layersRecord,
        outputDigest: digestOf,
        make: (directory) =>
          planLayers({
            root: root.path,
            listing: root.listing,
            maxLayers: plan.container.maxLayers,
            previous: plan.previousLayers ?? undefined,
            directory,
          }),
      });
      setting.hold(lease);
      return { output: { record, directory: lease.path }, reused };
    },
  };
}
