import type { Node } from "../engine/node.ts";
import { commitNode } from "./nodes/commit-node.ts";
import { imageNode } from "./nodes/image-node.ts";
import { layersNode } from "./nodes/layers-node.ts";
import { lintNode } from "./nodes/lint-node.ts";
import { lockNode } from "./nodes/lock-node.ts";
import { metadataNode } from "./nodes/metadata-node.ts";
import { packagesNode } from "./nodes/packages-node.ts";
import { planNode } from "./nodes/plan-node.ts";
import { publishNode } from "./nodes/publish-node.ts";
import { reportNode } from "./nodes/report-node.ts";
import { rootNode } from "./nodes/root-node.ts";
import { sourcePackagesNode } from "./nodes/source-packages-node.ts";
import type { ComposeSlots } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";

/** Returns the graph of a compose: its nodes, in the order in which they run one by one. */
export function composeNodes(setting: ComposeSetting, slots: ComposeSlots): Node[] {
  const build = setting.treefile.sourcePackages.length === 0 ? [] : [sourcePackagesNode];
  const nodes = [
    ...build,
    lockNode,
    planNode,
    packagesNode,
    rootNode,
    commitNode,
    layersNode,
    imageNode,
    lintNode,
    metadataNode,
    reportNode,
    publishNode,
  ];
  return nodes.map((node) => node(setting, slots));
}
