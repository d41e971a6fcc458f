import { withPluginNodes } from "./plugin-nodes/with-plugin-nodes.ts";
import { legText } from "@debootc/core/compose/leg-name";
import type { Node } from "../engine/node.ts";
import { commitNode } from "./nodes/commit-node.ts";
import { diskNode } from "./nodes/disk-node.ts";
import { imageNode } from "./nodes/image-node.ts";
import { layersNode } from "./nodes/layers-node.ts";
import { legNode } from "./nodes/leg-node.ts";
import { lintNode } from "./nodes/lint-node.ts";
import { lockNode } from "./nodes/lock-node.ts";
import { packagesNode } from "./nodes/packages-node.ts";
import { planNode } from "./nodes/plan-node.ts";
import { reportNode } from "./nodes/report-node.ts";
import { rootNode } from "./nodes/root-node.ts";
import { sbomNode } from "./nodes/sbom-node.ts";
import { sourcePackagesNode } from "./nodes/source-packages-node.ts";
import type { LegSetting } from "./run/compose-setting.ts";
import type { LegSlots } from "./run/leg-records.ts";

/**
 * Returns the nodes of one leg, in the order in which they run one by one. Where there may be several, people are told whose
 * they are. The compose fails with a leg that is required.
 */
export function legNodes(setting: LegSetting, slots: LegSlots): Node[] {
  const build = setting.treefile.sourcePackages.length === 0 ? [] : [sourcePackagesNode];
  const disks = setting.treefile.disk?.images === undefined ? [] : [diskNode];
  const nodes = [
    ...build,
    lockNode,
    planNode,
    packagesNode,
    rootNode,
    commitNode,
    layersNode,
    imageNode,
    sbomNode,
    lintNode,
    ...disks,
    legNode,
    reportNode,
  ];
  return withPluginNodes(
    nodes.map((make) => make(setting, slots)),
    setting,
    slots,
  ).map((node) => ({
    ...node,
    title: setting.isLone ? node.title : `${legText(setting)}: ${node.title}`,
    required: node.required && setting.required,
  }));
}
