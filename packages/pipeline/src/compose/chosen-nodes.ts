import { stepOf } from "@debootc/core/phase/compose-steps";
import type { Node } from "../engine/node.ts";
import type { NodeChoice } from "./choice/choose-nodes.ts";
import { composeNodes } from "./compose-nodes.ts";
import type { ComposeSlots, ComposingLeg } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";
import { onlyCached } from "./run/only-cached.ts";

interface Composed {
  readonly setting: ComposeSetting;
  readonly legs: readonly ComposingLeg[];
  readonly slots: ComposeSlots;
  /** How many seconds steps may take that somebody gave a time. */
  readonly timeouts: Readonly<Record<string, number>>;
}

/** Returns the nodes of a compose that were chosen. One that only takes its result ends the compose if it is not there. */
export function chosenNodes({ run, take }: NodeChoice, { setting, legs, slots, timeouts }: Composed): Node[] {
  const nodes = composeNodes(setting, legs, slots);
  const taking = take.size === 0 ? [] : composeNodes(setting, legs.map(takingLeg), slots);
  const byId = new Map(taking.map((node) => [node.id, node]));
  const timed = (node: Node) => ({
    ...node,
    timeoutSeconds: timeouts[stepOf(node.id)] ?? node.timeoutSeconds,
  });
  return nodes.flatMap((node) => {
    if (run.has(node.id)) return [timed(node)];
    return take.has(node.id) ? (byId.get(node.id) ?? []) : [];
  });
}

function takingLeg({ setting, slots }: ComposingLeg): ComposingLeg {
  return {
    setting: { ...setting, cache: onlyCached(setting.cache), onlyTakes: true, required: true },
    slots,
  };
}
