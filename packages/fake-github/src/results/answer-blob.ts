import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";
import type { BlobStore } from "./blob-store.ts";

interface Asked {
  readonly store: BlobStore;
  readonly blob: string;
  readonly parameters: URLSearchParams;
  /** Whether a byte of a download is changed on the way. */
  readonly damaged: boolean;
  /** After how many bytes of a download the connection ends. */
  readonly cutAt?: number;
}

/** Answers what clients ask of Azure's storage of blobs: blocks, their list, a whole blob, ranges of it. */
export async function answerBlob(
  asked: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "PUT") await takeBlob(asked, request, response);
  else await giveBlob(asked, request, response);
}

async function takeBlob(
  { store, blob, parameters }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const content = await buffer(request);
  const part = parameters.get("comp");
  if (part === "block") await store.putBlock(blob, parameters.get("blockid") ?? "", content);
  else if (part === "blocklist") {
    const ids = [...content.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id]) => id ?? "");
    if (!(await store.putBlockList(blob, ids))) {
      response.writeHead(400, { "x-ms-error-code": "InvalidBlockList" }).end();
      return;
    }
  } else await store.put(blob, content);
  response.writeHead(201, { etag: `"${blob}"`, "last-modified": stamp, "x-ms-request-id": blob }).end();
}

/** Clients want a time, and none of them looks at it. */
const stamp = "Mon, 30 Nov 2026 12:00:00 GMT";

async function giveBlob(
  { store, blob, parameters, damaged, cutAt }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const size = await store.size(blob);
  if (size === undefined) {
    response.writeHead(404, { "x-ms-error-code": "BlobNotFound" }).end();
    return;
  }
  const { first, last } = rangeOf(request);
  const start = Number(first ?? 0);
  const end = Math.min(Number(last ?? size - 1), size - 1);
  if (first !== undefined && start > end) {
    response.writeHead(416, { "x-ms-error-code": "InvalidRange", "content-range": `bytes */${size}` }).end();
    return;
  }
  const disposition = parameters.get("rscd");
  response.writeHead(first === undefined ? 200 : 206, {
    "content-type":
      parameters.get("rsct") ?? (blob.endsWith(".zip") ? "application/zip" : "application/octet-stream"),
    ...(disposition === null ? {} : { "content-disposition": disposition }),
    "content-length": end - start + 1,
    "accept-ranges": "bytes",
    etag: `"${blob}"`,
    "last-modified": stamp,
    ...(first === undefined ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === "HEAD" || size === 0) response.end();
  else
    await pipeline(
      store.read(blob, start, end),
      damaged ? damage() : new Transform({ transform: pass }),
      cutAt === undefined ? new Transform({ transform: pass }) : cut(cutAt, response),
      response,
    );
}

/** Azure's clients name the bytes that they want in a header of their own. */
function rangeOf({ headers }: IncomingMessage): { readonly first?: string; readonly last?: string } {
  const text = String(headers["x-ms-range"] ?? headers.range ?? "");
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(text) ?? [];
  return { ...(first === undefined ? {} : { first }), ...(last ? { last } : {}) };
}

function pass(chunk: Uint8Array, _: unknown, done: (error: null, chunk: Uint8Array) => void): void {
  done(null, chunk);
}

/** Ends the connection after some bytes, as a network does. */
function cut(bytes: number, response: ServerResponse): Transform {
  let left = bytes;
  return new Transform({
    transform: (chunk: Uint8Array, _, done) => {
      if (chunk.length < left) {
        left -= chunk.length;
        done(null, chunk);
        return;
      }
      done(null, chunk.subarray(0, left));
      left = 0;
      setImmediate(() => response.destroy());
    },
  });
}

/** Changes a byte in the middle of the first chunk: an archive whose head is right, and which is not what was uploaded. */
function damage(): Transform {
  let isFirst = true;
  return new Transform({
    transform: (chunk: Uint8Array, encoding, done) => {
      const changed = Uint8Array.from(chunk);
      const middle = Math.floor(changed.length / 2);
      if (isFirst) changed[middle] = (changed[middle] ?? 0) ^ 1;
      isFirst = false;
      pass(changed, encoding, done);
    },
  });
}
