import type { Entry } from "../../document/entry.ts";

/** Names how the values that several files give for one slot are merged. */
export type MergeRule =
  /** The value of the including file counts; of a map, for each of its keys. */
  | "override"
  /** Every item counts, those of included files first. */
  | "append"
  /** Every item counts once, at its first place. */
  | "once"
  /** Every item counts, but a later one of the same name takes the place of an earlier one. */
  | "replace"
  /** Every item counts, those of the including file first, because the first that fits wins. */
  | "outermost-first";

/** Describes a place that a treefile gives values for: a key, a member of a map, the items of a list. */
export interface Slot<T> {
  /** Keys that lead to it, such as `container` and `title`. */
  readonly path: readonly string[];
  readonly rule: MergeRule;
  /** Whether one file may give an item twice; otherwise that is a warning. */
  readonly mayRepeat?: boolean;
  /** Type of one value; exists for the compiler only. */
  readonly holds?: T;
}

/** Holds a value that a treefile gives for a slot, with its place in that file. */
export interface SlotValue<T = unknown> extends Entry<T> {
  readonly slot: Slot<T>;
  /** Tells values of one slot apart: a key of a map, or what an item is about. */
  readonly name?: string;
}

/**
 * Lists the values that one file gives, or several in the order of merging: those of the including file come last.
 */
export type Layer = readonly SlotValue[];

/** Joins two layers. Associative, with the empty layer as identity. */
export function mergeLayers(included: Layer, including: Layer): Layer {
  return [...included, ...including];
}

/** Returns every value that a layer has for a slot, those included that do not count. */
export function givenValues<T>(layer: Layer, slot: Slot<T>): readonly SlotValue<T>[] {
  return layer.filter((value): value is SlotValue<T> => value.slot === slot);
}

/** Returns the values of a slot that count once all files are merged. */
export function mergedValues<T>(layer: Layer, slot: Slot<T>): readonly SlotValue<T>[] {
  const given = givenValues(layer, slot);
  switch (slot.rule) {
    case "append":
      return given;
    case "once":
      return [...Map.groupBy(given, ({ value }) => JSON.stringify(value)).values()].flatMap(([first]) =>
        first === undefined ? [] : [first],
      );
    case "override":
    case "replace":
      return [...new Map(given.map((value) => [value.name, value])).values()];
    case "outermost-first":
      return [...Map.groupBy(given, ({ file }) => file).values()].reverse().flat();
  }
}

/** Returns the value of a slot that holds one, or undefined if no file gives it. */
export function mergedValue<T>(layer: Layer, slot: Slot<T>): SlotValue<T> | undefined {
  return givenValues(layer, slot).at(-1);
}

/** Tells whether a slot holds the items of a list rather than one value or a map. */
export function isList({ rule }: Slot<unknown>): boolean {
  return rule !== "override";
}
