import { layersRecord } from "@debootc/core/layers/layers-record";
import { digestOf } from "@debootc/core/record/digest";
import { cachedRecord } from "../../cache/cached-record.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import { planLayers } from "../../layers/plan-layers.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { layersKey } from "../run/step-keys.ts";

/** Decides which layer of the image each file of the root belongs to. */
export function layersNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["layers"]> {
  return defineNode({
    leaves: slots.layers,
    phase: "output",
    title: "Plan the layers",
    reads: { plan: slots.plan, root: slots.root },
    required: true,
    timeoutSeconds: 300,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 64 },
    run: async ({ plan, root }) => {
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "layers",
        key: layersKey(setting, plan, root.record.digest),
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
  });
}
