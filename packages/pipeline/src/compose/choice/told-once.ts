import { stepOf } from "@debootc/core/phase/compose-steps";
import type { LeftOutNode } from "../../engine/left-out-node.ts";

/** Returns nodes that are left out as they are reported: one for all legs where the reason is the same. */
export function toldOnce(nodes: readonly LeftOutNode[]): readonly LeftOutNode[] {
  const kinds = Map.groupBy(nodes, ({ id, reason }) => JSON.stringify([stepOf(id), reason]));
  return [...kinds.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { id, title, phase, reason } = first;
    if (others.length === 0) return [{ id, title, phase, reason }];
    return [{ id: stepOf(id), title: `${stepOf(id)} of ${others.length + 1} legs`, phase, reason }];
  });
}
