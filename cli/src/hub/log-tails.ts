import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import * as z from "zod";
import { followStream } from "./follow-stream.ts";

/** So many logs are followed at once: a hub serves a bounded number of streams. */
const mostAtOnce = 8;

/** How long the last lines of logs are waited for once all is over, in milliseconds. */
const patienceAtEnd = 5000;

const logData = z.looseObject({ text: z.string() });

/** Follows the logs of tasks that run, and hands over their lines. A log that cannot be followed is left out. */
export class LogTails implements AsyncDisposable {
  readonly #access: HubAccess;
  readonly #onLine: (task: string, line: string) => void;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #open = new Map<number, Promise<void>>();
  readonly #known = new Set<number>();
  readonly #waiting: { readonly task: number; readonly name: string }[] = [];

  constructor(access: HubAccess, signal: AbortSignal, onLine: (task: string, line: string) => void) {
    this.#access = access;
    this.#onLine = onLine;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  /** Begins to follow a log, unless it is followed already; once another one ends if too many are. */
  follow(task: number, name: string): void {
    if (this.#known.has(task)) return;
    this.#known.add(task);
    this.#waiting.push({ task, name });
    this.#openNext();
  }

  /** Waits a moment for the last lines. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(), patienceAtEnd);
    await this.#allEnded();
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#allEnded();
  }

  async #allEnded(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open.values());
  }

  #openNext(): void {
    if (this.#open.size >= mostAtOnce || this.#signal.aborted) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { task, name } = next;
    const following = this.#follow(task, name)
      .catch(() => {})
      .finally(() => {
        this.#open.delete(task);
        this.#openNext();
      });
    this.#open.set(task, following);
  }

  async #follow(task: number, name: string): Promise<void> {
    const isLast = ({ event }: { readonly event: string }) => event === "end";
    const stream = { path: `/tasks/${task}/log/stream`, isLast, signal: this.#signal };
    for await (const { event, data } of followStream(this.#access, stream)) {
      if (event !== "log") continue;
      const { text } = logData.parse(JSON.parse(data));
      for (const line of text.replace(/\n$/, "").split("\n")) this.#onLine(name, line);
    }
  }
}
