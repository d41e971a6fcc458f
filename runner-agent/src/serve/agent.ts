import {
  type HeartbeatAnswer,
  heartbeatAnswerSchema,
  type Order,
  orderSchema,
  type SessionAnswer,
  sessionAnswerSchema,
} from "@debootc/core/fleet/agent-messages";
import type { HostReport } from "@debootc/core/fleet/host-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Connection, Session } from "../hub/connection.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubFault } from "../hub/hub-fault.ts";
import type { Lease } from "../hub/lease.ts";
import type { Log } from "../log/log.ts";
import type { OrderContext } from "../order/order-context.ts";
import { Orders } from "../order/orders.ts";
import { pause } from "./pause.ts";

/** Is what an agent works with. */
export interface AgentParts {
  readonly client: HubClient;
  readonly connection: Connection;
  readonly lease: Lease;
  readonly orders: OrderContext;
  readonly slots: number;
  readonly report: () => Promise<HostReport>;
  readonly load: () => Promise<{
    readonly load: number;
    readonly memoryFreeMiB: number;
    readonly diskFreeMiB: number;
  }>;
  readonly log: Log;
  /** Milliseconds since any time, in which the machine may have stood still. */
  readonly uptime: () => number;
  /** With less disk than this, in MiB, no order could do its work. */
  readonly leastDiskMiB: number;
}

/** How long the hub may take for an answer that it need not wait for, in milliseconds. */
const patience = 15_000;
/** Orders have to be ended by the time that the hub gives them to others, and ending them takes a moment. */
const safeShare = 0.9;
/** How long one request waits for an order, in seconds. */
const waitSeconds = 20;
/** The least time from one request for an order to the next, in milliseconds, if there was none. */
const leastPause = 1000;
const diskPause = 10_000;
const leasePause = 1000;

/** Does the work of a host: keeps a session with the hub, takes orders while there are slots, and carries them out. */
export class Agent {
  readonly #parts: AgentParts;
  readonly #orders = new Orders();
  /** Aborted when no order is taken any more. */
  readonly #drain = new AbortController();
  /** Aborted when the last order is through after that. */
  readonly #through = new AbortController();
  #hostState: HeartbeatAnswer["state"] = "enabled";

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  /** Takes no order any more; `run` ends when those that it has are through. */
  drain(): void {
    if (this.#drain.signal.aborted) return;
    this.#drain.abort();
    void this.#orders.atMost(0).then(() => this.#through.abort());
  }

  /** Ends the orders that it has, too. */
  stop(): void {
    this.drain();
    this.#orders.endAll("agent-stopped");
  }

  /** Works until it is drained or stopped. Throws `not-authenticated` if the hub does not know its token any more. */
  async run(): Promise<void> {
    const { connection } = this.#parts;
    const watching = this.#watchLease();
    try {
      while (!this.#through.signal.aborted) {
        const begun = await this.#beginSession();
        if (begun !== undefined) await this.#serve(begun.session, begun.answer);
      }
    } catch (error) {
      this.drain();
      this.#orders.endAll("hub-lost");
      await this.#orders.atMost(0);
      throw error instanceof HubFault ? unknownToken(error) : error;
    } finally {
      connection.end("the agent ends");
      await watching;
    }
  }

  /** Looks often, since a machine that stood still has to end its orders before anything else. */
  async #watchLease(): Promise<void> {
    const { lease, log } = this.#parts;
    const { signal } = this.#through;
    while (!signal.aborted) {
      if (lease.isLost() && this.#orders.size > 0) {
        log.error({ orders: this.#orders.ids }, "the hub takes this host for lost: ending its orders");
        await this.#endLost();
      }
      await pause(leasePause, signal);
    }
  }

  async #endLost(): Promise<void> {
    this.#orders.endAll("hub-lost");
    await this.#orders.atMost(0);
  }

  async #beginSession(): Promise<{ session: Session; answer: SessionAnswer } | undefined> {
    const { client, connection, lease, log, report, uptime } = this.#parts;
    const { signal } = this.#through;
    for (let failures = 0; !signal.aborted; failures++) {
      // Others may have the orders of a lost host: nothing is said before they have ended here.
      if (lease.isLost()) await this.#endLost();
      const orders = this.#orders.ids;
      const body = { host: await report(), orders };
      const sent = uptime();
      try {
        const answer = await client({
          path: "/session",
          body,
          answer: sessionAnswerSchema,
          patience,
          signal,
        });
        if (answer === undefined) throw new HubFault("unreachable", "the hub begins no session");
        if (orders.length > 0 && lease.isLost()) continue;
        lease.begin(answer.lostAfterSeconds * 1000 * safeShare, sent);
        const { name, term } = answer;
        log.info({ name, term, orders }, "a session with the hub begins");
        this.#orders.end(answer.end, "given-up");
        return { session: connection.begin(term), answer };
      } catch (error) {
        if (signal.aborted) return undefined;
        if (!(error instanceof HubFault) || error.kind === "unauthorized") throw error;
        log.warn({ reason: error.message, failures: failures + 1 }, "the hub begins no session");
        await this.#pauseAfter(failures, error, signal, true);
      }
    }
    return undefined;
  }

  /** Works within one session, until that ends or the agent is through. */
  async #serve(session: Session, answer: SessionAnswer): Promise<void> {
    const { signal } = session;
    const through = this.#through.signal;
    await Promise.all([
      this.#repeat("heartbeat", AbortSignal.any([signal, through]), (ends) =>
        this.#beat(answer.heartbeatSeconds * 1000, ends),
      ),
      this.#repeat("request for work", AbortSignal.any([signal, through, this.#drain.signal]), (ends) =>
        this.#take(ends),
      ),
    ]);
  }

  /** Does something again and again until the signal; after a failure, after a pause. */
  async #repeat(
    name: "heartbeat" | "request for work",
    signal: AbortSignal,
    round: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await round(signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof HubFault) || error.kind === "unauthorized") throw error;
        if (error.kind === "session-ended") return;
        this.#parts.log.warn({ reason: error.message, failures: failures + 1 }, `a ${name} failed`);
        await this.#pauseAfter(failures++, error, signal, name === "heartbeat");
      }
    }
  }

  async #beat(every: number, signal: AbortSignal): Promise<void> {
    const { connection, lease, load, log, uptime } = this.#parts;
    const facts = await load();
    const sent = uptime();
    const answer = await connection.say({
      path: "/heartbeat",
      body: (term) => ({ term, orders: this.#orders.states, ...facts }),
      answer: heartbeatAnswerSchema,
      ...{ patience: Math.min(every, patience), signal },
    });
    if (answer === undefined) throw new HubFault("unreachable", "the hub says nothing");
    lease.renew(sent);
    this.#orders.end(answer.end, "given-up");
    if (answer.state !== this.#hostState) {
      this.#hostState = answer.state;
      log.info({ state: answer.state }, "the hub has changed the state of this host");
    }
    await pause(every, signal);
  }

  async #take(signal: AbortSignal): Promise<void> {
    const { connection, slots, load, leastDiskMiB, log, uptime } = this.#parts;
    await this.#orders.atMost(slots - 1, signal);
    if (signal.aborted) return;
    const { diskFreeMiB } = await load();
    if (diskFreeMiB < leastDiskMiB) {
      log.warn({ diskFreeMiB, leastDiskMiB }, "takes no order: the disk of the work directory is full");
      return pause(diskPause, signal);
    }
    const sent = uptime();
    const order = await connection.say({
      path: "/next",
      body: (term) => ({ term, orders: this.#orders.ids, waitSeconds }),
      answer: orderSchema,
      ...{ patience: waitSeconds * 1000 + patience, signal },
    });
    if (order !== undefined) return this.#accept(order);
    await pause(Math.max(0, sent + leastPause - uptime()), signal);
  }

  #accept(order: Order): void {
    const { log, orders } = this.#parts;
    if (!this.#orders.start(order, orders)) log.warn({ order: order.id }, "the hub gave an order twice");
  }

  async #pauseAfter(
    failures: number,
    error: unknown,
    signal: AbortSignal,
    keepsLease: boolean,
  ): Promise<void> {
    await this.#parts.connection.pause(failures, error, signal, { keepsLease }).catch((fault: unknown) => {
      if (!signal.aborted) throw fault;
    });
  }
}

function unknownToken(fault: HubFault): DebootcError {
  return new DebootcError(
    "not-authenticated",
    `the hub does not take the token of this host: ${fault.message}`,
    {
      hint: "It was removed, or its token was changed: debootc orchestrator hosts lists those that the hub knows.",
      cause: fault,
    },
  );
}
