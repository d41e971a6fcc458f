import { isList, type Slot, type SlotValue } from "./layer.ts";
import type { Place } from "./treefile-key.ts";

/** Returns the values that a map gives for the slots of its members. */
export function memberValues(
  map: Readonly<Record<string, unknown>>,
  slots: readonly Slot<unknown>[],
  place: Place,
): readonly SlotValue[] {
  return slots.flatMap((slot) => {
    const value = map[slot.path.at(-1) ?? ""];
    if (value === undefined) return [];
    return isList(slot)
      ? (value as readonly unknown[]).map((item, index) => place(slot, item, [...slot.path, index]))
      : [place(slot, value, slot.path)];
  });
}
