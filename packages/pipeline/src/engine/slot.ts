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

/** Maps the names that a node has for them to slots. One that may be missing is an optional property. */
export type Slots = object & { readonly [name: string]: Slot<unknown> | undefined };

/** Maps the same names to the records in the slots. */
export type Values<Named extends Slots> = {
  readonly [Name in keyof Named]: Named[Name] extends Slot<infer Value> | undefined ? Value : never;
};

/** Maps the names of a set of records to slots for them. */
export type SlotsOf<Records extends object> = {
  readonly [Name in keyof Records]-?: Slot<NonNullable<Records[Name]>>;
};
