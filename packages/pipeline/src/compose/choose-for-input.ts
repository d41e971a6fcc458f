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
  return chooseNodes(outlineOf(input, asked), asked.request, {
    canBeTaken: ({ id }) => [...kept].some((step) => step === stepOf(id)),
    excluded: () => undefined,
  });
}
