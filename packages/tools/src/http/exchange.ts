import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { reasonOf } from "../errno.ts";
import { ExchangeError } from "./exchange-error.ts";
import type { HttpAgents } from "./http-agents.ts";

/** Is the body of a request whose length is known before it is read. */
export interface SizedBody {
  /** Bytes. */
  readonly length: number;
  readonly open: () => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** Describes one request. */
export interface HttpQuestion {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | SizedBody | undefined;
}

interface ExchangeOptions {
  readonly agents: Pick<HttpAgents, "http" | "https">;
  readonly signal?: AbortSignal | undefined;
  /** How long nothing may move in either direction. */
  readonly stallSeconds?: number;
  /** The longest answer that is read. */
  readonly mostBytes: number;
}

/** Holds an answer with all of its body. */
export interface WholeAnswer {
  readonly status: number;
  /** The words after the status. */
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends one request with the length of its body, which `fetch` cannot say of a stream, and reads the whole answer, whatever its
 * status, also if it comes before everything was sent. Throws ExchangeError, and the errors of Node, such as an AbortError.
 */
export async function exchange(
  { method, url, headers, body }: HttpQuestion,
  { agents, signal, stallSeconds, mostBytes }: ExchangeOptions,
): Promise<WholeAnswer> {
  signal?.throwIfAborted();
  const isSecure = url.protocol === "https:";
  const { request } = isSecure ? await import("node:https") : await import("node:http");
  const hasBody = body !== undefined || !["GET", "HEAD"].includes(method);
  const outgoing = request(url, {
    ...{ method, agent: isSecure ? agents.https : agents.http },
    ...(signal === undefined ? {} : { signal }),
    headers: { ...headers, ...(hasBody ? { "content-length": body?.length ?? 0 } : {}) },
  });
  if (stallSeconds !== undefined) {
    const stalled = () => new ExchangeError("stalled", `nothing moved for ${stallSeconds} s`);
    outgoing.setTimeout(stallSeconds * 1000, () => outgoing.destroy(stalled()));
  }
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    if (body === undefined || body instanceof Uint8Array) outgoing.end(body);
    else pipeline(Readable.from(bytesOf(body), { objectMode: false }), outgoing).catch(reject);
  });
  try {
    const incoming = await answered;
    const { statusCode = 0, statusMessage = "", headers: received } = incoming;
    return {
      status: statusCode,
      reason: statusMessage,
      headers: received,
      body: await wholeOf(incoming, mostBytes),
    };
  } finally {
    // An answer may come before the body has been sent, which then is of no use to anybody.
    if (!outgoing.writableFinished) outgoing.destroy();
  }
}

async function* bytesOf({ open }: SizedBody): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* await open();
  } catch (error) {
    throw new ExchangeError("body", `cannot read what is to be sent: ${reasonOf(error)}`, { cause: error });
  }
}

async function wholeOf(incoming: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes)
      throw new ExchangeError("too-long", `the answer is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
