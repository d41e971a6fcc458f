import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import type { HubClient } from "./hub-client.ts";
import { HubFault } from "./hub-fault.ts";
import type { Lease } from "./lease.ts";
import { retryPause } from "./retry-pause.ts";

interface ConnectionOptions {
  readonly client: HubClient;
  readonly lease: Lease;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
}

/** Is a session with the hub. Its signal says when it has ended. */
export interface Session {
  readonly term: number;
  readonly signal: AbortSignal;
}

/** Describes what is said within a session. */
export interface Saying<T> {
  readonly path: string;
  /** Returns the body, which may have the term of the session. */
  readonly body: (term: number) => object | Uint8Array;
  readonly answer: z.ZodType<T>;
  /** How long the hub may take, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Says things to the hub within sessions, of which there is one at a time, and nothing after its lease was lost. */
export class Connection {
  readonly #client: HubClient;
  readonly #lease: Lease;
  readonly #random: () => number;
  #session: { readonly term: number; readonly end: AbortController } | undefined;
  #next = Promise.withResolvers<void>();

  constructor({ client, lease, random }: ConnectionOptions) {
    this.#client = client;
    this.#lease = lease;
    this.#random = random;
  }

  /** Begins a session with the term that the hub gave it; an earlier one ends. */
  begin(term: number): Session {
    this.end("another session began");
    const end = new AbortController();
    this.#session = { term, end };
    this.#next.resolve();
    return { term, signal: end.signal };
  }

  /** Ends the session, if there is one. */
  end(reason: string): void {
    if (this.#session === undefined) return;
    const { end } = this.#session;
    this.#session = undefined;
    this.#next = Promise.withResolvers();
    end.abort(new HubFault("session-ended", reason));
  }

  /** Says something once. Throws HubFault; `session-ended` also if there is no session, or no lease. */
  async say<T>({ path, body, answer, patience, signal }: Saying<T>): Promise<T | undefined> {
    const session = this.#session;
    if (session === undefined) throw new HubFault("session-ended", "there is no session");
    this.#refuseWithoutLease();
    try {
      const both = AbortSignal.any([signal, session.end.signal]);
      const said = { path, body: body(session.term), answer, patience, signal: both };
      const answered = await this.#client(said);
      // It may have taken long, or the whole machine may have stood still.
      this.#refuseWithoutLease();
      return answered;
    } catch (error) {
      if (error instanceof HubFault && error.kind === "session-ended" && this.#session === session)
        this.end(error.message);
      throw error;
    }
  }

  /** Says something until it is answered, in later sessions if need be. Throws HubFault `refused` and `unauthorized`. */
  async insist<T>(saying: Saying<T>): Promise<T | undefined> {
    for (let failures = 0; ; failures++) {
      await this.#inSession(saying.signal);
      try {
        return await this.say(saying);
      } catch (error) {
        if (!(error instanceof HubFault)) throw error;
        if (error.kind === "refused" || error.kind === "unauthorized") throw error;
        if (error.kind === "unreachable") await this.pause(failures, error, saying.signal);
      }
    }
  }

  /**
   * Waits after a failure: as long as the hub wants, or longer each time. What keeps the lease is said again while there is time
   * for that, whatever the hub wants.
   */
  async pause(
    failures: number,
    error: unknown,
    signal: AbortSignal,
    { keepsLease = false }: { readonly keepsLease?: boolean } = {},
  ): Promise<void> {
    const wanted = error instanceof HubFault ? (error.pause ?? 0) : 0;
    const most = keepsLease && !this.#lease.isLost() ? this.#lease.left() / 3 : Number.POSITIVE_INFINITY;
    const milliseconds = Math.max(Math.min(wanted, most), retryPause(failures, this.#random()));
    await sleep(milliseconds, undefined, { signal });
  }

  #refuseWithoutLease(): void {
    if (!this.#lease.isLost()) return;
    const reason = "the hub was not reached for so long that it takes this host for lost";
    this.end(reason);
    throw new HubFault("session-ended", reason);
  }

  async #inSession(signal: AbortSignal): Promise<void> {
    while (this.#session === undefined) {
      signal.throwIfAborted();
      const aborted = Promise.withResolvers<void>();
      const onAbort = () => aborted.resolve();
      signal.addEventListener("abort", onAbort, { once: true });
      await Promise.race([this.#next.promise, aborted.promise]);
      signal.removeEventListener("abort", onAbort);
    }
    signal.throwIfAborted();
  }
}
