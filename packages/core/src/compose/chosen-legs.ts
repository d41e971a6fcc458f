import { DebootcError } from "../error/debootc-error.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import type { LegName } from "./leg-name.ts";

/** Names the variants and architectures that are wanted; what is left out means all. */
export interface LegChoice {
  readonly variants?: readonly string[] | undefined;
  readonly arches?: readonly string[] | undefined;
}

/** Returns the legs that are wanted. Throws `usage` for a word that chooses none of them. */
export function chosenLegs<Leg extends LegName>(
  legs: readonly Leg[],
  { variants, arches }: LegChoice,
): readonly Leg[] {
  const known = [...new Set(legs.map(({ variant }) => variant))];
  for (const id of variants ?? []) if (!known.includes(id)) throw unknown("variant", id, known);
  const ofVariants = legs.filter(({ variant }) => variants?.includes(variant) ?? true);
  const there = [...new Set(ofVariants.map(({ architecture }) => architecture))];
  for (const arch of arches ?? []) {
    if (!there.includes(arch)) throw unknown("leg on the architecture", arch, there);
  }
  return ofVariants.filter(({ architecture }) => arches?.includes(architecture) ?? true);
}

function unknown(noun: string, given: string, known: readonly string[]): DebootcError {
  const near = closestWord(given, known);
  return new DebootcError("usage", `there is no ${noun} ${quoted(given)}; there is ${known.join(", ")}`, {
    hint: near === undefined ? "Use one of these." : `Did you mean ${near}?`,
  });
}
