import { stepOf } from "@debootc/core/phase/compose-steps";
import type { Node } from "../engine/node.ts";
import type { NodeChoice } from "./choice/choose-nodes.ts";
import { composeNodes } from "./compose-nodes.ts";
import type { ComposeSlots, ComposingLeg } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";
import { onlyCached } from "./run/only-cached.ts";

/** Says how often a step is tried again of which nobody says anything else. */
const usualRetries = 2;

interface Composed {
  readonly setting: ComposeSetting;
  readonly legs: readonly ComposingLeg[];
  readonly slots: ComposeSlots;
  /** How many seconds steps may take that somebody gave a time. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** How often steps are tried again for which somebody said so. */
  readonly retries: Readonly<Record<string, number>>;
}

/** Returns the nodes of a compose that were chosen. One that only takes its result ends the compose if it is not there. */
export function chosenNodes({ run, take }: NodeChoice, { setting, legs, slots, ...given }: Composed): Node[] {
  const nodes = composeNodes(setting, legs, slots);
  const taking = take.size === 0 ? [] : composeNodes(setting, legs.map(takingLeg), slots);
  const byId = new Map(taking.map((node) => [node.id, node]));
  const paced = (node: Node) => {
    const step = stepOf(node.id);
    return {
      ...node,
      timeoutSeconds: given.timeouts[step] ?? node.timeoutSeconds,
      retries: given.retries[step] ?? node.retries ?? usualRetries,
    };
  };
  return nodes.flatMap((node) => {
    if (run.has(node.id)) return [paced(node)];
    return take.has(node.id) ? (byId.get(node.id) ?? []) : [];
  });
}

function takingLeg({ setting, slots }: ComposingLeg): ComposingLeg {
  return {
    setting: { ...setting, cache: onlyCached(setting.cache), onlyTakes: true, required: true },
    slots,
  };
}
