import { metadataNode } from "../compose/nodes/metadata-node.ts";
import { overviewNode } from "../compose/nodes/overview-node.ts";
import { publishNode } from "../compose/nodes/publish-node.ts";
import type { ComposeSlots } from "../compose/run/compose-records.ts";
import type { ComposeSetting } from "../compose/run/compose-setting.ts";
import type { Node } from "../engine/node.ts";
import type { AssembledLeg } from "./open-assembly.ts";
import { takeLegNode } from "./take-leg-node.ts";
import { takePageNode } from "./take-page-node.ts";

type AssemblySetting = Pick<
  ComposeSetting,
  "id" | "release" | "directory" | "dependencies" | "signingKeys" | "timings"
>;

/** Returns the graph that makes one compose of legs: each is taken, then all are told of and published as ever. */
export function assembleNodes(
  setting: AssemblySetting,
  legs: readonly AssembledLeg[],
  slots: ComposeSlots,
): Node[] {
  const to = setting.directory.path;
  return [
    ...legs.flatMap((leg) => [
      takeLegNode({ leg: leg.leg, from: leg.from, to, hasLogs: leg.hasLogs }, leg.slots),
      ...(leg.hasPage ? [takePageNode({ leg: leg.setting, from: leg.from, to }, leg.slots)] : []),
    ]),
    metadataNode(setting, legs, slots),
    overviewNode(setting, legs, slots),
    publishNode(setting, legs, slots),
  ];
}
