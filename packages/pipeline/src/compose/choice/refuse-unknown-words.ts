import { composePhases, composeSteps, stepOf } from "@debootc/core/phase/compose-steps";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { closestWord } from "@debootc/core/text/closest-word";
import { quoted } from "@debootc/core/text/quoted";
import type { Node } from "../../engine/node.ts";

/** Refuses words of `--phase` and `--skip` that name no phase and no step. Throws `usage`. */
export function refuseUnknownWords(
  { phase = [], skip = [] }: Pick<ComposeRequest, "phase" | "skip">,
  nodes: readonly Pick<Node, "id">[],
): void {
  const known: readonly string[] = [
    ...composePhases,
    ...new Set([...Object.keys(composeSteps), ...nodes.map(({ id }) => stepOf(id))]),
  ];
  for (const [option, words] of Object.entries({ "--phase": phase, "--skip": skip })) {
    const unknown = words.find((word) => !known.includes(word));
    if (unknown === undefined) continue;
    const near = closestWord(unknown, known);
    throw new DebootcError(
      "usage",
      `${option}: there is no phase or step ${quoted(unknown)}; there is ${known.join(", ")}`,
      { hint: near === undefined ? "Use one of these." : `Did you mean ${near}?` },
    );
  }
}
