import type { HttpAgents } from "@debootc/tools/http/http-agents";
import * as z from "zod";
import { HubFault } from "./hub-fault.ts";
import { type HubResponse, sendRequest } from "./send-request.ts";

interface HubClientOptions {
  readonly hub: string;
  readonly token: string;
  readonly agents: HttpAgents;
}

/** Describes one thing that is said to the hub. */
export interface Message<T> {
  /** Below `/api/v1/agent`, such as `/heartbeat`. */
  readonly path: string;
  /** An object, or the bytes of a log. */
  readonly body: object | Uint8Array;
  /** What a good answer looks like; absent where it does not matter. */
  readonly answer: z.ZodType<T>;
  /** How long the hub may take, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Says a message to the hub; answers undefined where the hub says 204. Throws HubFault. */
export type HubClient = <T>(message: Message<T>) => Promise<T | undefined>;

/** Returns the function by which an agent talks to its hub. The token is in a header, and nowhere else. */
export function hubClient({ hub, token, agents }: HubClientOptions): HubClient {
  return async ({ path, body, answer, patience, signal }) => {
    const isBytes = body instanceof Uint8Array;
    const response = await sendRequest({
      url: new URL(`${hub}/api/v1/agent${path}`),
      token,
      type: isBytes ? "application/octet-stream" : "application/json",
      body: isBytes ? body : Buffer.from(JSON.stringify(body)),
      ...{ agents, patience, signal },
    });
    if (response.status === 204) return undefined;
    if (response.status < 200 || response.status > 299) throw faultOf(response);
    const parsed = answer.safeParse(jsonOf(response.text));
    if (parsed.success) return parsed.data;
    // Only places are named: an answer may be an order, which has a secret.
    const places = parsed.error.issues.map(({ path: place, message }) => `${place.join(".")}: ${message}`);
    throw new HubFault("unreachable", `the answer to ${path} is not one of a hub: ${places.join("; ")}`);
  };
}

const problemSchema = z.object({ code: z.string(), detail: z.string() });

function faultOf({ status, text, pause }: HubResponse): HubFault {
  const problem = problemSchema.safeParse(jsonOf(text)).data;
  const message = problem === undefined ? `it says ${status}` : `it says ${status}: ${problem.detail}`;
  if (status === 409 && (problem === undefined || problem.code === "session-ended"))
    return new HubFault("session-ended", message);
  // 403: the host was removed, or is not allowed any more. Only a hub knows that, and not a proxy with a page of its own.
  if ((status === 401 || status === 403) && problem !== undefined)
    return new HubFault("unauthorized", message);
  const mayChange = status >= 500 || status === 408 || status === 429 || problem === undefined;
  return new HubFault(mayChange ? "unreachable" : "refused", message, pause === undefined ? {} : { pause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
