import { Batcher } from "../database/batcher.ts";
import type { NewDelivery } from "./new-delivery.ts";

/** Stores some deliveries at once; returns the GUIDs of those that are new. */
type Insert = (deliveries: readonly NewDelivery[]) => Promise<ReadonlySet<string>>;

/** Stores deliveries many at once, and answers for each whether it is new. */
export class DeliveryBatcher extends Batcher<NewDelivery, boolean> {
  constructor(insert: Insert) {
    super({
      ...{ most: 500, mostSize: 8_000_000, sizeOf: ({ body }) => body.length },
      store: async (deliveries) => {
        const fresh = new Set(await insert(deliveries));
        // `delete` is true once for each: the second of two with one GUID is not new.
        return deliveries.map(({ guid }) => fresh.delete(guid));
      },
    });
  }
}
