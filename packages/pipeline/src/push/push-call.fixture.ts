import { join } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { parseReference } from "@debootc/core/registry/reference";
import type { PushRequest } from "@debootc/core/request/push-request";
import { push } from "./push.ts";

interface Call extends Partial<Omit<PushRequest, "compose" | "to">> {
  /** The compose, by its name in the output directory. */
  readonly given: string;
  readonly outputDir: string;
  /** `REGISTRY/NAME[:TAG]` */
  readonly at: string;
  /** Variables by which logins are found. */
  readonly registry?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Gets the events. */
  readonly events?: Event[];
}

/** Pushes with little patience, as somebody without logins unless `registry` leads to some. */
export async function pushCall({ given, at, registry = {}, signal, events = [], ...others }: Call) {
  return push(
    {
      compose: { given, path: join(others.outputDir, "..", given) },
      to: parseReference(at),
      insecureHttp: false,
      json: false,
      ...others,
    },
    {
      emit: (event) => void events.push(event),
      signal: signal ?? new AbortController().signal,
      clock: () => new Date(0),
      environment: { proxy: {}, registry, user: { uid: 0, gid: 0 } },
    },
    { retries: 3, firstPauseSeconds: 0.01, stallSeconds: 5 },
  );
}

/** Returns what a push that must fail throws. */
export async function failedPush(
  call: Call,
): Promise<Error & { readonly code: string; readonly hint?: string }> {
  return pushCall(call).then(
    () => {
      throw new Error("the push did not fail");
    },
    (error: Error & { code: string; hint?: string }) => error,
  );
}
