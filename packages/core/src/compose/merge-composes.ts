import { DebootcError } from "../error/debootc-error.ts";
import { chosenLegs, type LegChoice } from "./chosen-legs.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import type { ComposeRecord } from "./compose-record.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import { type LegName, legText } from "./leg-name.ts";
import type { Release } from "./release.ts";

/** Is a compose of some legs, with the word that names it in messages. */
export interface ComposePart {
  readonly place: string;
  readonly record: ComposeRecord;
}

/** Holds the legs of several composes as those of one. */
export interface MergedCompose {
  readonly composeId: string;
  readonly release: Release;
  readonly expected: ComposeRecord["expected"];
  /** In the order of the compose file, each with the part that it is from. */
  readonly legs: readonly { readonly leg: ComposedLeg; readonly part: ComposePart }[];
  /** Legs that are not there, and without which the compose is incomplete but not in vain. */
  readonly missing: readonly LegName[];
  /** Steps that failed in the parts. */
  readonly failed: readonly string[];
}

/**
 * Merges composes of one compose file and one ID, each of which has some of its legs; required ones may be missing if they are
 * not among those that are wanted. Throws `legs-unfit` with all that is missing, doubled, of another compose or of an older
 * debootc, and `usage` for a wish that no leg meets.
 */
export function mergeComposes(parts: readonly ComposePart[], wanted: LegChoice = {}): MergedCompose {
  const [first] = parts;
  if (first === undefined) throw unfit(["no legs were given"]);
  const { composeId, release, expected } = first.record;
  if (release === undefined) throw unfit(parts.flatMap(olderFault));
  const faults = [
    ...parts.flatMap(olderFault),
    ...parts.slice(1).flatMap((part) => foreignFault(part, first)),
  ];
  const found = parts.flatMap((part) => part.record.legs.map((leg) => ({ leg, part })));
  const byName = Map.groupBy(found, ({ leg }) => legText(leg));
  for (const [name, several] of byName) {
    if (several.length > 1)
      faults.push(`${name} is in several: ${several.map(({ part }) => part.place).join(", ")}`);
    if (!expected.some((one) => legText(one) === name))
      faults.push(`${name} is not a leg of the compose file`);
  }
  const missing = expected.filter((leg) => !byName.has(legText(leg)));
  const needed = chosenLegs(expected, wanted)
    .filter((leg) => leg.required && missing.includes(leg))
    .map(legText);
  if (needed.length > 0) faults.push(`missing: ${needed.join(", ")}`);
  if (faults.length > 0) throw unfit(faults);
  return {
    ...{ composeId, release, expected },
    legs: expected.flatMap((leg) => byName.get(legText(leg)) ?? []),
    missing: missing.map(({ variant, architecture }) => ({ variant, architecture })),
    failed: [...new Set(parts.flatMap(({ record }) => record.failed ?? []))],
  };
}

function olderFault({ place, record }: ComposePart): string[] {
  return record.release === undefined ? [`${place} is of an older debootc: compose the leg again`] : [];
}

function foreignFault({ place, record }: ComposePart, first: ComposePart): string[] {
  const { composeId, release, expected } = first.record;
  if (record.composeId !== composeId)
    return [`${place} is of the compose ${record.composeId}, ${first.place} of ${composeId}`];
  const isSame =
    canonicalJson([record.release ?? null, record.expected]) === canonicalJson([release ?? null, expected]);
  return isSame ? [] : [`${place} and ${first.place} are of different compose files`];
}

function unfit(faults: readonly string[]): DebootcError {
  return new DebootcError("legs-unfit", `the legs cannot be assembled: ${faults.join("; ")}`, {
    hint: "Give each leg of one compose once: debootc matrix lists them.",
  });
}
