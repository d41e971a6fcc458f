declare const held: unique symbol;

/** Names the record that one node leaves and others read. What type of record that is, only the compiler knows. */
export interface Slot<out Value> {
  readonly id: string;
  readonly [held]?: () => Value;
}

/** Returns the slot with an id, which is unique in a graph. */
export function slot<Value>(id: string): Slot<Value> {
  return { id };
}

/** Slots by the names that a node has for them. One that may be missing is an optional property. */
export type Slots = object & { readonly [name: string]: Slot<unknown> | undefined };

/** The records in slots, by the same names. */
export type Values<Named extends Slots> = {
  readonly [Name in keyof Named]: Named[Name] extends Slot<infer Value> | undefined ? Value : never;
};

/** The slots of a set of records, by the same names: each set of ids makes one. */
export type SlotsOf<Records extends object> = {
  readonly [Name in keyof Records]-?: Slot<NonNullable<Records[Name]>>;
};
