import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Slot, Slots, Values } from "./slot.ts";

/** Holds the records that the nodes of a run have left so far. */
export interface Records {
  readonly has: (slot: Slot<unknown>) => boolean;
  /** Returns the record in a slot. Throws `internal-fault` when there is none. */
  readonly of: <Value>(slot: Slot<Value>) => Value;
  /** Returns the record in a slot; undefined when its node has failed or has not run. */
  readonly find: <Value>(slot: Slot<Value>) => Value | undefined;
}

/** Holds records to which the engine adds. */
export interface RecordStore extends Records {
  readonly add: <Value>(slot: Slot<Value>, record: Value) => void;
}

/** Returns an empty store of records. */
export function recordStore(): RecordStore {
  const records = new Map<string, unknown>();
  // `add` takes a record of the slot's own type only: what is under its id is of that type.
  const find = <Value>({ id }: Slot<Value>) => records.get(id) as Value | undefined;
  const has = ({ id }: Slot<unknown>) => records.has(id);
  return {
    has,
    find,
    of: <Value>(slot: Slot<Value>) => {
      if (!has(slot)) throw new DebootcError("internal-fault", `no node has left a record as ${slot.id}`);
      return find(slot) as Value;
    },
    add: ({ id }, record) => void records.set(id, record),
  };
}

/** Returns the records that are there for these slots, by the same names. */
export function valuesOf<Named extends Slots>(slots: Named, records: Records): Partial<Values<Named>> {
  const found = Object.entries(slots).flatMap(([name, slot]) =>
    slot !== undefined && records.has(slot) ? [[name, records.of(slot)] as const] : [],
  );
  return Object.fromEntries(found) as Partial<Values<Named>>;
}
