import type { Order, OrderState } from "@debootc/core/fleet/agent-messages";
import type { OrderContext } from "./order-context.ts";
import type { EndReason } from "./order-end.ts";
import { OrderRun } from "./order-run.ts";

/** Holds the orders that this host has at the moment. */
export class Orders {
  readonly #runs = new Map<string, { readonly run: OrderRun; readonly done: Promise<void> }>();
  #change = Promise.withResolvers<void>();

  get size(): number {
    return this.#runs.size;
  }

  get ids(): string[] {
    return [...this.#runs.keys()];
  }

  get states(): { readonly id: string; readonly state: OrderState }[] {
    return [...this.#runs.values()].map(({ run }) => ({ id: run.id, state: run.state }));
  }

  /** Starts an order; returns false if it has been started before and is not through. */
  start(order: Order, context: OrderContext): boolean {
    if (this.#runs.has(order.id)) return false;
    const run = new OrderRun(order, context);
    const done = run.run().then(() => {
      this.#runs.delete(order.id);
      this.#change.resolve();
      this.#change = Promise.withResolvers();
    });
    this.#runs.set(order.id, { run, done });
    return true;
  }

  /** Lets orders end; those that it does not have are ended already. */
  end(ids: readonly string[], reason: EndReason): void {
    for (const id of ids) this.#runs.get(id)?.run.end(reason);
  }

  endAll(reason: EndReason): void {
    this.end(this.ids, reason);
  }

  /** Settles when there are at most so many, or when the signal says so. */
  async atMost(count: number, signal?: AbortSignal): Promise<void> {
    while (this.size > count && signal?.aborted !== true) {
      const aborted = Promise.withResolvers<void>();
      const onAbort = () => aborted.resolve();
      signal?.addEventListener("abort", onAbort);
      await Promise.race([this.#change.promise, aborted.promise]);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}
