import type { Faults } from "../faults/faults.ts";
import type { App } from "../state/app.ts";
import type { Delivery, DeliveryOutcome } from "../state/delivery.ts";
import type { World } from "../state/world.ts";
import { signedHeaders } from "./signed-headers.ts";
import { poster } from "./post.ts";

/** Is a webhook that is to be sent. */
export interface Message {
  readonly app: App;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly body: string;
}

/** Sends webhooks as GitHub does: each once, without an order, and with ten seconds for its answer. */
export interface Deliverer {
  readonly send: (message: Message) => void;
  /** Sends what a delivery contained again, under the same GUID. */
  readonly redeliver: (delivery: Delivery, app: App) => void;
  /** Returns once nothing is on its way, or after some real time with what is then still unanswered. */
  readonly settled: (patience: number) => Promise<void>;
  readonly close: () => void;
}

/** Is how long GitHub keeps a delivery. */
const deliveryRetention = 3 * 24 * 3_600_000;
const patienceForAnswers = 10_000;
const longestHold = 5000;

/** Returns what sends webhooks of a world, with faults. */
export function deliverer(world: World, faults: Faults, longestLog: number): Deliverer {
  const { post, close } = poster();
  const underway = new Set<Promise<void>>();
  const aborts = new Set<AbortController>();
  const held = new Map<number, (() => void)[]>();
  let isClosed = false;

  async function attempt(message: Message, redelivery: boolean, fault?: "fail" | "unheard"): Promise<void> {
    const { app, guid, event, body } = message;
    const { url, contentType } = app.hook;
    const sent = contentType === "json" ? body : new URLSearchParams({ payload: body }).toString();
    const headers = signedHeaders(app, event, guid, sent);
    const delivery: Delivery = {
      ...{ id: world.newId(), guid, appId: app.id, event, action: message.action },
      ...{ installationId: message.installationId, repositoryId: message.repositoryId },
      ...{ redelivery, deliveredAt: world.clock.now(), url, headers, body },
    };
    log(world, delivery, longestLog);
    const began = world.clock.now();
    const outcome = fault === "fail" ? unreachable : await ask(app, headers, sent);
    const seconds = (world.clock.now() - began) / 1000;
    world.ledger.attempts.push({ guid, redelivery, answered: outcome.statusCode });
    delivery.outcome = fault === "unheard" ? { ...timedOut, seconds: 10 } : { ...outcome, seconds };
  }

  async function ask(app: App, headers: Record<string, string>, body: string): Promise<DeliveryOutcome> {
    const abort = new AbortController();
    aborts.add(abort);
    // By the machine's clock as well: a test whose clock does not move would wait forever.
    const cancel = world.clock.after(patienceForAnswers, () => abort.abort());
    const timer = setTimeout(() => abort.abort(), patienceForAnswers);
    try {
      const options = { signal: abort.signal, insecure: app.hook.insecureSsl === "1" };
      const answer = await post(app.hook.url, headers, body, options);
      const isFine = answer.status >= 200 && answer.status < 300;
      return {
        status: isFine ? "OK" : `Invalid HTTP Response: ${answer.status}`,
        statusCode: answer.status,
        seconds: 0,
        headers: answer.headers,
        body: answer.body,
      };
    } catch {
      // Why it failed does not matter to GitHub: it only tells that nobody answered from that nobody listened.
      return abort.signal.aborted ? timedOut : unreachable;
    } finally {
      cancel();
      clearTimeout(timer);
      aborts.delete(abort);
    }
  }

  function begin(message: Message, redelivery: boolean, fault?: "fail" | "unheard"): void {
    if (isClosed) return;
    const work = attempt(message, redelivery, fault).finally(() => underway.delete(work));
    underway.add(work);
    const waiting = held.get(message.app.id) ?? [];
    held.delete(message.app.id);
    for (const release of waiting) release();
  }

  function hold(message: Message, release: () => void): void {
    let isDone = false;
    const once = () => {
      if (isDone) return;
      isDone = true;
      release();
    };
    const waiting = held.get(message.app.id) ?? [];
    held.set(message.app.id, [...waiting, once]);
    world.clock.after(longestHold, once);
  }

  return {
    send: (message) => {
      const { event, action } = message;
      const due = faults.ofDelivery(action === null ? event : `${event}.${action}`);
      const has = (kind: string) => due.find((fault) => fault.do === kind);
      if (has("vanish")) return;
      const failure = has("fail") ? "fail" : has("unheard") ? "unheard" : undefined;
      const copies = has("duplicate") ? 2 : 1;
      const release = () => {
        for (let copy = 0; copy < copies; copy += 1) begin(message, false, failure);
      };
      const delay = has("delay");
      if (delay) world.clock.after(delay.milliseconds ?? 1000, release);
      else if (has("reorder")) hold(message, release);
      else release();
    },
    redeliver: (delivery, app) => {
      const { guid, event, action, installationId, repositoryId, body } = delivery;
      begin({ app, guid, event, action, installationId, repositoryId, body }, true);
    },
    settled: async (patience) => {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<"late">((resolve) => {
        timer = setTimeout(() => resolve("late"), patience);
      });
      while (underway.size > 0) if ((await Promise.race([Promise.all(underway), enough])) === "late") break;
      clearTimeout(timer);
    },
    close: () => {
      isClosed = true;
      for (const abort of aborts) abort.abort();
      close();
    },
  };
}

/** What is too old, or too much, goes. */
function log({ deliveries, clock }: World, delivery: Delivery, longest: number): void {
  deliveries.set(delivery.id, delivery);
  for (const [id, { deliveredAt }] of deliveries) {
    if (deliveries.size <= longest && deliveredAt >= clock.now() - deliveryRetention) break;
    deliveries.delete(id);
  }
}

const unreachable: DeliveryOutcome = {
  ...{ status: "failed to connect to host", statusCode: 0, seconds: 0, headers: {}, body: "" },
};
const timedOut: DeliveryOutcome = {
  ...{ status: "timed out", statusCode: 0, seconds: 0, headers: {}, body: "" },
};
