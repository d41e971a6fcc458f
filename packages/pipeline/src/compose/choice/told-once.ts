import { stepOf } from "@debootc/core/phase/compose-steps";
import type { LeftOutNode } from "../../engine/left-out-node.ts";

/** Returns nodes that are left out as they are reported: one for all legs where the reason is the same. */
export function toldOnce<Told extends LeftOutNode>(nodes: readonly Told[]): readonly Told[] {
  const kinds = Map.groupBy(nodes, ({ id, reason }) => JSON.stringify([stepOf(id), reason]));
  return [...kinds.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const id = stepOf(first.id);
    return [{ ...first, id, title: `${id} of ${others.length + 1} legs` }];
  });
}
