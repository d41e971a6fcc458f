import { legText } from "@debootc/core/compose/leg-name";
import { composeSteps, stepOf } from "@debootc/core/phase/compose-steps";
import { chooseNodes, type NodeChoice } from "./choice/choose-nodes.ts";
import { type Asked, outlineOf } from "./outline-of.ts";
import type { ComposeInput } from "./read-compose-input.ts";

/** Steps whose results the cache has, or that cost nothing. */
const kept = new Set<keyof typeof composeSteps>([
  "lock",
  "plan",
  "packages",
  "root",
  "commit",
  "layers",
  "image",
]);

/** Chooses which nodes of a compose run, before anything of it is made. Throws `usage`. */
export function chooseForInput(input: ComposeInput, asked: Asked): NodeChoice {
  const excluded = reasonsToExclude(input);
  return chooseNodes(outlineOf(input, asked), asked.request, {
    canBeTaken: ({ id }) => [...kept].some((step) => step === stepOf(id)),
    excluded: ({ id }) => excluded.get(id),
  });
}

/** Returns why nodes are no part of the compose, by their ids. One of the whole compose is none if no leg has its step. */
function reasonsToExclude({ legs, isLone }: ComposeInput): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const leg of legs) {
    for (const { step, reason } of leg.leftOut.toReversed()) {
      const isOfAll = legs.every(({ leftOut }) => leftOut.some((one) => one.step === step));
      if (isOfAll || isLone) reasons.set(step, reason);
      reasons.set(`${step}@${legText(leg)}`, reason);
    }
  }
  return reasons;
}
