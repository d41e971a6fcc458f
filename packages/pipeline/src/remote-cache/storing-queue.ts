import type { Lease } from "../cache/cache.ts";
import type { EntryName } from "../cache/cache-layout.ts";

interface StoringQueue {
  /** Takes the lease over. */
  readonly add: (name: EntryName, lease: Lease) => void;
  /** Returns when everything that was added is stored. Throws what storing the last one has thrown. */
  readonly done: () => Promise<void>;
}

/** Stores entries beside the work of a run, one after the other: packing takes a processor, of which the run has a use. */
export function storingQueue(store: (name: EntryName, lease: Lease) => Promise<void>): StoringQueue {
  let last = Promise.resolve();
  return {
    add: (name, lease) => {
      const storeHeld = async () => {
        await using held = lease;
        await store(name, held);
      };
      const next = last.then(storeHeld, storeHeld);
      // Whoever waits for the end hears of it.
      next.catch(() => {});
      last = next;
    },
    done: () => last,
  };
}
