import { reasonOf } from "@debootc/tools/errno";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
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
const longestAnswer = 1024 * 1024;

/** Sends a request, which leads nowhere else. Throws HubFault `unreachable`, or the reason of the signal. */
export async function sendRequest(request: HubRequest): Promise<HubResponse> {
  const timeout = AbortSignal.timeout(request.patience);
  try {
    const response = await open(request, AbortSignal.any([request.signal, timeout]));
    const text = await textOf(response);
    const seconds = Number(response.headers["retry-after"]);
    return {
      status: response.statusCode ?? 0,
      text,
      pause: seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined,
    };
  } catch (error) {
    request.signal.throwIfAborted();
    const reason = timeout.aborted ? `no answer within ${request.patience / 1000} s` : reasonOf(error);
    throw new HubFault("unreachable", reason);
  }
}

function open({ url, token, type, body, agents }: HubRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const [send, agent] = isSecure ? [requestHttps, agents.https] : [requestHttp, agents.http];
  return new Promise((resolve, reject) => {
    send(
      url,
      {
        method: "POST",
        agent,
        signal,
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          "Content-Type": type,
          "Content-Length": body.length,
        },
      },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > longestAnswer) throw new Error(`an answer of more than ${longestAnswer} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
