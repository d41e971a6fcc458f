import { isOfData } from "../database/is-of-data.ts";
import type { NewDelivery } from "./new-delivery.ts";

/** Stores some deliveries at once; returns the GUIDs of those that are new. */
type Insert = (deliveries: readonly NewDelivery[]) => Promise<ReadonlySet<string>>;

interface Waiting {
  readonly delivery: NewDelivery;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const mostRows = 500;
const mostCharacters = 8_000_000;

/**
 * Collects deliveries that come while others are being stored, so that one commit to the disk serves many. The more come,
 * the more go into one; one that comes alone does not wait for others.
 */
export class DeliveryBatcher {
  readonly #insert: Insert;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(insert: Insert) {
    this.#insert = insert;
  }

  /** Returns, once it is stored durably, whether a delivery is new. Throws what the database says if it is not stored. */
  add(delivery: NewDelivery): Promise<boolean> {
    const stored = new Promise<boolean>((resolve, reject) => {
      this.#waiting.push({ delivery, resolve, reject });
    });
    this.#running ??= this.#run();
    return stored;
  }

  /** Returns once nothing is waiting to be stored. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // What else has arrived in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#store(this.#take());
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let characters = 0;
    const beyond = this.#waiting.findIndex(({ delivery }, index) => {
      characters += delivery.body.length;
      return index === mostRows || (index > 0 && characters > mostCharacters);
    });
    return this.#waiting.splice(0, beyond === -1 ? this.#waiting.length : beyond);
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const fresh = new Set(await this.#insert(batch.map(({ delivery }) => delivery)));
      // `delete` is true once for each: the second of two with one GUID is not new.
      for (const { delivery, resolve } of batch) resolve(fresh.delete(delivery.guid));
    } catch (error) {
      if (batch.length === 1 || !isOfData(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One that the database does not take must not take the others with it.
      for (const one of batch) await this.#store([one]);
    }
  }
}
