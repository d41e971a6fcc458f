import type { FileHandle } from "node:fs/promises";
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "../errno.ts";
import type { HttpAgents } from "../http/http-agents.ts";
import { RegistryError } from "./registry-error.ts";

/** Is a part of a file as the body of a request. */
export interface FilePart {
  readonly file: FileHandle;
  readonly offset: number;
  /** Bytes from there. */
  readonly length: number;
  /** Called with how many of them have been handed over. */
  readonly onSent: (bytes: number) => void;
}

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | FilePart;
}

export interface HttpAnswer {
  readonly status: number;
  /** The words after the status. */
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When it came. */
  readonly time: Date;
}

export interface Wire {
  readonly agents: HttpAgents;
  readonly signal: AbortSignal;
  /** How long nothing may move in either direction. */
  readonly stallSeconds: number;
  readonly clock: () => Date;
}

/** Manifests have at most 4 MiB, and nothing else that a registry answers is larger. */
const longestAnswer = 4 * 1024 * 1024;

/** Sends one request and reads the whole answer, whatever its status. Throws RegistryError, and what the file throws. */
export async function sendRequest(
  { method, url, headers = {}, body }: HttpRequest,
  { agents, signal, stallSeconds, clock }: Wire,
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const isSecure = url.protocol === "https:";
  const { request: open } = isSecure ? await import("node:https") : await import("node:http");
  const length = body === undefined ? 0 : body.length;
  const outgoing = open(url, {
    method,
    agent: isSecure ? agents.https : agents.http,
    signal,
    headers: {
      ...headers,
      ...(method === "GET" || method === "HEAD" ? {} : { "content-length": length }),
    },
  });
  outgoing.setTimeout(stallSeconds * 1000, () =>
    outgoing.destroy(new RegistryError("stalled", `nothing moved for ${stallSeconds} s`)),
  );
  try {
    const incoming = await answerTo(outgoing, body);
    const { statusCode = 0, statusMessage = "", headers: received } = incoming;
    const content = await bodyOf(incoming);
    return { status: statusCode, reason: statusMessage, headers: received, body: content, time: clock() };
  } catch (error) {
    if (signal.aborted || isLocal(error)) throw error;
    const kind = certificateFaults.test(codeOf(error)) ? "untrusted" : "unreachable";
    throw new RegistryError(kind, reasonOf(error), { cause: error });
  } finally {
    // An answer may come before the body has been sent, which then is of no use to anybody.
    if (!outgoing.writableFinished) outgoing.destroy();
  }
}

async function answerTo(
  outgoing: ClientRequest,
  body: Uint8Array | FilePart | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    if (body === undefined || body instanceof Uint8Array) outgoing.end(body);
    else feed(outgoing, body).catch(reject);
  });
}

async function feed(outgoing: ClientRequest, { file, offset, length, onSent }: FilePart): Promise<void> {
  const content = file.createReadStream({ start: offset, end: offset + length - 1, autoClose: false });
  let sent = 0;
  await pipeline(
    content,
    async function* counted(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        yield chunk;
        sent += chunk.length;
        onSent(sent);
      }
    },
    outgoing,
  );
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestAnswer)
      throw new RegistryError("refused", `an answer of more than ${longestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Recognises what is no trouble of the network: our own errors, and those of reading the file. */
function isLocal(error: unknown): boolean {
  if (error instanceof RegistryError || error instanceof DebootcError) return true;
  return error instanceof Error && "syscall" in error && error.syscall === "read" && "path" in error;
}

/** Matches the codes of Node for certificates that it does not accept, such as `CERT_HAS_EXPIRED`. */
const certificateFaults = /CERT|SIGNED|ISSUER|LEAF_SIGNATURE/;

/** Returns whether a server answered a TLS handshake with something else. */
export function isWithoutTls(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EPROTO" || code === "ECONNRESET" || code.startsWith("ERR_SSL_");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
