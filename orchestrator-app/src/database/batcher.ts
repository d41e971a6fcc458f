import { isOfData } from "./is-of-data.ts";

/** Says how a batcher stores. */
interface Batches<Item, Answer> {
  /** How many items one transaction stores at most. */
  readonly most: number;
  /** How large they are together at most; a single one may be larger. */
  readonly mostSize: number;
  readonly sizeOf: (item: Item) => number;
  /** Stores items durably; returns an answer for each, in their order. */
  readonly store: (items: readonly Item[]) => Promise<readonly Answer[]>;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects what comes while other things are being stored, so that one commit to the disk serves many. The more comes, the
 * more goes into one; what comes alone does not wait for others.
 */
export class Batcher<Item, Answer> {
  readonly #batches: Batches<Item, Answer>;
  #waiting: Waiting<Item, Answer>[] = [];
  #running: Promise<void> | undefined;

  constructor(batches: Batches<Item, Answer>) {
    this.#batches = batches;
  }

  /** Returns the answer to an item once it is stored durably. Throws what the database says if it is not stored. */
  add(item: Item): Promise<Answer> {
    const stored = new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
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

  #take(): Waiting<Item, Answer>[] {
    const { most, mostSize, sizeOf } = this.#batches;
    let size = 0;
    const beyond = this.#waiting.findIndex(({ item }, index) => {
      size += sizeOf(item);
      return index === most || (index > 0 && size > mostSize);
    });
    return this.#waiting.splice(0, beyond === -1 ? this.#waiting.length : beyond);
  }

  async #store(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#batches.store(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error("every item has an answer");
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
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
