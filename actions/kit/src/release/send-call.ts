import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { createReadStream } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Is a part of a file. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FileRange | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

interface Wire {
  readonly agents: HttpAgents;
  readonly signal: AbortSignal;
}

/** How long nothing may move before a connection counts as dead, in milliseconds. */
const idle = 120_000;

/** Pages of releases are the longest that is asked for. */
const mostBytes = 64 * 1024 ** 2;

/** Sends one request with the length of its body, and reads the whole answer, whatever its status. */
export async function sendCall(call: HttpCall, { agents, signal }: Wire): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const { method, url, headers, body } = call;
  const isSecure = url.protocol === "https:";
  const { request } = isSecure ? await import("node:https") : await import("node:http");
  const length = typeof body === "string" ? Buffer.byteLength(body) : body?.size;
  const outgoing = request(url, {
    ...{ method, signal, agent: isSecure ? agents.https : agents.http },
    headers: { ...headers, ...(length === undefined ? {} : { "content-length": length }) },
  });
  outgoing.setTimeout(idle, () => outgoing.destroy(new Error(`nothing moved for ${idle / 1000} s`)));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    // GitHub may refuse before it has read everything; then its answer counts. A file that cannot be read is no trouble of its.
    pipeline(bytesOf(body), outgoing).catch((error: unknown) => reject(unreadable(error)));
  });
  try {
    const incoming = await answered;
    return {
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      bytes: await boundedBytes(incoming),
    };
  } finally {
    if (!outgoing.writableFinished) outgoing.destroy();
  }
}

function bytesOf(body: HttpCall["body"]): Readable {
  if (typeof body === "string") return Readable.from([Buffer.from(body)]);
  if (body === undefined || body.size === 0) return Readable.from([]);
  const { path, start, size } = body;
  return createReadStream(path, { start, end: start + size - 1, highWaterMark: 256 * 1024 });
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof Error && "path" in error)) return error;
  return new DebootcError("internal-fault", `cannot read a file of the release: ${error.message}`, {
    cause: error,
  });
}

async function boundedBytes(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
