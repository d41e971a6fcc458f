import type { Node } from "../../engine/node.ts";
import type { Slot } from "../../engine/slot.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import type { LegSlots } from "../run/leg-records.ts";
import { pluginNode } from "./plugin-node.ts";

/**
 * Adds the nodes of plugins to those of a leg, before the one that sums it up and lists its files. That cannot do without
 * those that are required.
 */
export function withPluginNodes(
  nodes: readonly Node[],
  setting: LegSetting,
  slots: LegSlots,
): readonly Node[] {
  const added = setting.plugins.flatMap((plugin) =>
    plugin.nodes.map((node) => pluginNode(plugin, node, setting, slots)),
  );
  if (added.length === 0) return nodes;
  const slotsOf = (required: boolean): readonly Slot<unknown>[] =>
    added.filter((node) => node.required === required).map(({ id }) => ({ id }));
  return nodes.flatMap((node) => {
    if (node.id !== slots.leg.id) return [node];
    const after = [...node.after, ...slotsOf(false)];
    return [...added, { ...node, after, ifMade: [...(node.ifMade ?? []), ...slotsOf(true)] }];
  });
}
