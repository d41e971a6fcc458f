import { resolve } from "node:path";
import type { Event } from "@debootc/core/event/event";
import { parseReference } from "@debootc/core/registry/reference";
import { publicSigstore, type PushRequest } from "@debootc/core/request/push-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { push } from "./push.ts";

interface Call extends Partial<Omit<PushRequest, "compose" | "to">> {
  /** The compose, by its name in the output directory. */
  readonly given: string;
  readonly outputDir: string;
  /** `REGISTRY/NAME[:TAG]` */
  readonly at: string;
  /** Variables by which logins are found. */
  readonly registry?: Readonly<Record<string, string>>;
  /** Proxy variables. */
  readonly proxy?: Readonly<Record<string, string>>;
  readonly identity?: PipelineDependencies["environment"]["identity"];
  readonly signal?: AbortSignal;
  readonly stallSeconds?: number;
  /** Gets the events. */
  readonly events?: Event[];
}

/** Pushes with little patience, as somebody without logins unless `registry` leads to some. */
export async function pushCall(call: Call) {
  const { given, at, registry = {}, proxy = {}, identity, signal, stallSeconds = 5, ...rest } = call;
  const { events = [], ...others } = rest;
  return push(
    {
      compose: { given, path: resolve(others.outputDir, "..", given.replace(/^oci:/, "")) },
      to: parseReference(at),
      ...{ insecureHttp: false, json: false, signKeyless: false, ...publicSigstore },
      ...others,
    },
    {
      emit: (event) => void events.push(event),
      signal: signal ?? new AbortController().signal,
      clock: () => new Date(0),
      environment: {
        ...{ proxy, registry, user: { uid: 0, gid: 0 } },
        ...(identity === undefined ? {} : { identity }),
      },
    },
    { retries: 3, firstPauseSeconds: 0.01, stallSeconds },
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
