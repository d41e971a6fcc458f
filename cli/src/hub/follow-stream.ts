import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "@debootc/tools/errno";
import { SilenceWatch } from "@debootc/tools/http/silence-watch";
import { openAtHub } from "./ask-hub.ts";
import { readEvents, type StreamEvent } from "./read-events.ts";

interface Stream {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Is true for the event after which nothing comes. */
  readonly isLast: (event: StreamEvent) => boolean;
  readonly signal: AbortSignal;
  /** The id of the last event that is known already. */
  readonly after?: string;
  /** How long a hub that does not answer is waited for, in milliseconds. */
  readonly patience?: number;
  /** How long a hub may send nothing before the connection counts as dead, in milliseconds. */
  readonly silence?: number;
}

const usualPatience = 120_000;
const pauses = [200, 500, 1000, 2000, 5000];

/** A hub sends a sign of life each 15 seconds. */
const longestSilence = 60_000;

/**
 * Yields the events of a stream of a hub until its last one. A connection that breaks, or is silent for too long, is opened
 * again where it was. Throws what the hub says, or `hub-unreachable` once patience is at its end.
 */
export async function* followStream(access: HubAccess, stream: Stream): AsyncGenerator<StreamEvent> {
  const { path, query = {}, isLast, signal, patience = usualPatience } = stream;
  const { silence = longestSilence } = stream;
  let lastId = stream.after;
  let waited = 0;
  let tries = 0;
  for (;;) {
    try {
      const headers = {
        Accept: "text/event-stream",
        ...(lastId === undefined ? {} : { "Last-Event-ID": lastId }),
      };
      using watch = new SilenceWatch(silence);
      const both = AbortSignal.any([signal, watch.signal]);
      const { body } = await openAtHub(access, { path, query, headers, signal: both });
      const text = body?.pipeThrough(new TextDecoderStream());
      for await (const event of text === undefined ? [] : readEvents(watch.over(text))) {
        [waited, tries] = [0, 0];
        lastId = event.id ?? lastId;
        yield event;
        if (isLast(event)) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DebootcError && error.code !== "hub-unreachable" && error.code !== "hub-busy")
        throw error;
      if (waited >= patience) throw error instanceof DebootcError ? error : lost(access, error);
    }
    const pause = pauses[Math.min(tries++, pauses.length - 1)] ?? 0;
    waited += pause;
    await sleep(pause, undefined, { signal });
  }
}

function lost({ hub }: HubAccess, error: unknown): DebootcError {
  return new DebootcError("hub-unreachable", `the hub at ${hub} sends nothing more: ${reasonOf(error)}`, {
    hint: "Check the network, and that `debootc orchestrator serve` runs there.",
    cause: error,
  });
}
