import type { Node } from "../engine/node.ts";
import { legNodes } from "./leg-nodes.ts";
import { metadataNode } from "./nodes/metadata-node.ts";
import { overviewNode } from "./nodes/overview-node.ts";
import { publishNode } from "./nodes/publish-node.ts";
import type { ComposeSlots, ComposingLeg } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";

/** Returns the graph of a compose: the nodes of its legs, and then those of all of it. */
export function composeNodes(
  setting: ComposeSetting,
  legs: readonly ComposingLeg[],
  slots: ComposeSlots,
): Node[] {
  return [
    ...legs.flatMap((leg) => legNodes(leg.setting, leg.slots)),
    metadataNode(setting, legs, slots),
    ...(setting.isLone ? [] : [overviewNode(setting, legs, slots)]),
    publishNode(setting, legs, slots),
  ];
}
