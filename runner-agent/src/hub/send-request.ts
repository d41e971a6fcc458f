import { reasonOf } from "@debootc/tools/errno";
import { exchange } from "@debootc/tools/http/exchange";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { HubFault } from "./hub-fault.ts";

/** Describes one request to the hub. */
export interface HubRequest {
  readonly url: URL;
  readonly token: string;
  readonly type: "application/json" | "application/octet-stream";
  readonly body: Uint8Array;
  readonly agents: HttpAgents;
  /** How long it may take altogether, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

export interface HubResponse {
  readonly status: number;
  readonly text: string;
  /** How long the hub wants not to be asked, in milliseconds. */
  readonly pause: number | undefined;
}

/** No answer is longer: the longest is an order, whose secret has some kilobytes. */
const mostBytes = 1024 * 1024;

/** Sends a request, which leads nowhere else. Throws HubFault `unreachable`, or the reason of the signal. */
export async function sendRequest(request: HubRequest): Promise<HubResponse> {
  const { url, token, type, body, agents, patience, signal } = request;
  const timeout = AbortSignal.timeout(patience);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json", "content-type": type };
  try {
    const answer = await exchange(
      { method: "POST", url, headers, body },
      { agents, signal: AbortSignal.any([signal, timeout]), mostBytes },
    );
    const seconds = Number(answer.headers["retry-after"]);
    return {
      status: answer.status,
      text: answer.body.toString(),
      pause: seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined,
    };
  } catch (error) {
    signal.throwIfAborted();
    const reason = timeout.aborted ? `no answer within ${patience / 1000} s` : reasonOf(error);
    throw new HubFault("unreachable", reason);
  }
}
