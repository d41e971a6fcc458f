import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { askHub } from "./ask-hub.ts";

interface Change {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body: object;
  readonly signal: AbortSignal;
  /** How long is waited before it is asked for again, in milliseconds. */
  readonly pauses?: readonly number[];
}

const usualPauses = [500, 2000, 5000];

/**
 * Lets a hub change something once: it is asked for again with the same key if no answer came, or the hub is busy. Throws what
 * the hub says, or `hub-unreachable`.
 */
export async function changeAtHub<T>(
  access: HubAccess,
  schema: z.ZodType<T>,
  { path, body, signal, pauses = usualPauses }: Change,
): Promise<T> {
  const headers = { "Idempotency-Key": randomUUID() };
  for (const pause of [...pauses, undefined]) {
    try {
      return await askHub(access, schema, { method: "POST", path, headers, body, signal });
    } catch (error) {
      if (pause === undefined || !(error instanceof DebootcError)) throw error;
      if (error.code !== "hub-unreachable" && error.code !== "hub-busy") throw error;
      await sleep(pause, undefined, { signal });
    }
  }
  throw new DebootcError("internal-fault", "the last try has an end");
}
