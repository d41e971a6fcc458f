import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { reasonOf } from "@debootc/tools/errno";
import type { EntryName } from "../cache/cache-layout.ts";
import type { RemoteCache } from "../cache/remote-cache.ts";

/** How long a service may take to move one entry. */
const moveSeconds = 1800;

/** The largest entry that is fetched: a root of a system with everything takes a tenth of it. */
const mostBytes = 64 * 2 ** 30;

/** What is known of a remote cache. The packages of a chain share one, and what one of them learns of it. */
interface LinkState {
  canFetch: boolean;
  canStore: boolean;
  hasAnswered: boolean;
}

const states = new WeakMap<RemoteCache, LinkState>();

interface LinkOptions {
  readonly remote: RemoteCache;
  readonly report: Reporter;
  readonly signal: AbortSignal;
  /** How long a service may take to say whether it has something; 30 if absent. */
  readonly answerSeconds?: number;
}

/**
 * Is a remote cache that may fail at any time: the first failure is reported, and from then on nothing more is asked of
 * it. What cannot be stored is no reason not to fetch. Throws only when the run itself is stopped, and `archive-invalid`
 * where one entry is wrong.
 */
export interface RemoteLink {
  readonly place: string;
  /** Returns whether there was an entry, which then is in the directory. */
  readonly fetch: (name: EntryName, directory: string) => Promise<boolean>;
  /** Returns whether storing the entry makes sense: it is not there, and nothing has failed yet. */
  readonly lacks: (name: EntryName) => Promise<boolean>;
  readonly store: (name: EntryName, directory: string) => Promise<boolean>;
}

export function remoteLink({ remote, report, signal, answerSeconds = 30 }: LinkOptions): RemoteLink {
  const state = states.get(remote) ?? { canFetch: true, canStore: remote.writable, hasAnswered: false };
  states.set(remote, state);
  const warn = (code: string, message: string, hint: string) =>
    report({ type: "diagnostic", diagnostic: { severity: "warning", code, message, hint } });

  const inTime = async <T>(seconds: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const late = AbortSignal.timeout(seconds * 1000);
    const stopped = AbortSignal.any([signal, late]);
    // A server that is gone may leave a system call waiting for ever, which hears no signal.
    const { promise: end, reject } = Promise.withResolvers<never>();
    const stop = () => reject(late.aborted ? new Error(`no answer in ${seconds} seconds`) : signal.reason);
    stopped.addEventListener("abort", stop, { once: true });
    try {
      signal.throwIfAborted();
      return await Promise.race([act(stopped), end]);
    } finally {
      stopped.removeEventListener("abort", stop);
    }
  };
  const isOfEntry = (error: unknown) => error instanceof DebootcError && error.code === "archive-invalid";
  const isStop = (error: unknown) =>
    signal.aborted || (error instanceof DebootcError && error.code === "cancelled");

  return {
    place: remote.place,
    fetch: async (name, directory) => {
      if (!state.canFetch) return false;
      try {
        if (!state.hasAnswered) await inTime(answerSeconds, (stopped) => remote.has([name], stopped));
        state.hasAnswered = true;
        return await inTime(moveSeconds, (stopped) =>
          remote.fetch(name, directory, { signal: stopped, mostBytes }),
        );
      } catch (error) {
        if (isStop(error) || isOfEntry(error)) throw error;
        Object.assign(state, { canFetch: false, canStore: false });
        warn(
          "remote-cache-unusable",
          `cannot use ${remote.place}: ${reasonOf(error)}`,
          remote.advice ??
            "Everything is made on this machine instead. Check that it is mounted, and that you may read it.",
        );
        return false;
      }
    },
    lacks: async (name) => {
      if (!state.canStore) return false;
      try {
        return (await inTime(answerSeconds, (stopped) => remote.has([name], stopped))).length === 0;
      } catch (error) {
        if (isStop(error)) throw error;
        return stopStoring(error);
      }
    },
    store: async (name, directory) => {
      if (!state.canStore) return false;
      try {
        return await inTime(moveSeconds, (stopped) => remote.store(name, directory, stopped));
      } catch (error) {
        if (isStop(error)) throw error;
        return stopStoring(error);
      }
    },
  };

  function stopStoring(error: unknown): false {
    // Of two that fail at once, the first says it.
    if (state.canStore)
      warn(
        "remote-cache-unwritable",
        `cannot store in ${remote.place}: ${reasonOf(error)}`,
        remote.advice ??
          "What this run makes is kept on this machine alone. Make room there with debootc cache prune --remote DIR, or make it writable for you.",
      );
    state.canStore = false;
    return false;
  }
}
