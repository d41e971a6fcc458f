import { elsewhere, type Fault } from "../../document/document-file.ts";
import type { Entry } from "../../document/entry.ts";
import { quoted } from "../../text/quoted.ts";
import { givenValues, type Layer, type Slot } from "./layer.ts";

type NameOf<T> = (entry: Entry<T>) => string;

/** Returns the first entry of each name. */
export function firstByName<T>(entries: readonly Entry<T>[], nameOf: NameOf<T>): Map<string, Entry<T>> {
  return new Map(entries.toReversed().map((entry) => [nameOf(entry), entry]));
}

/** Returns every entry whose name an earlier one has, with the first of that name. */
export function repeats<T>(entries: readonly Entry<T>[], nameOf: NameOf<T>): [Entry<T>, Entry<T>][] {
  const first = firstByName(entries, nameOf);
  return entries.flatMap((entry): [Entry<T>, Entry<T>][] => {
    const other = first.get(nameOf(entry));
    return other === undefined || other === entry ? [] : [[entry, other]];
  });
}

/** Finds items that one file gives twice in the same list: harmless, but hardly meant. */
export function repeatedItems(layer: Layer, slots: readonly Slot<unknown>[]): readonly Fault[] {
  return slots
    .filter(({ rule, mayRepeat }) => rule !== "override" && mayRepeat !== true)
    .flatMap((slot) => repeatedEntries(givenValues(layer, slot)));
}

/** Finds every entry whose value another one before it has. */
export function repeatedEntries(entries: readonly Entry<unknown>[]): readonly Fault[] {
  return repeats(entries, ({ value }) => JSON.stringify(value)).map(([{ value, file, path }, before]) => ({
    path,
    message: `${quoted(value)} is already given in ${elsewhere(file, before.file, before.path)}`,
    hint: "Remove one of the two.",
    ...(typeof value === "string" ? { within: value } : {}),
  }));
}
