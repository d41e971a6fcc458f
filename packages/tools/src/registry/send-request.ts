import type { FileHandle } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { reasonOf } from "../errno.ts";
import { exchange, type SizedBody } from "../http/exchange.ts";
import { ExchangeError } from "../http/exchange-error.ts";
import type { HttpAgents } from "../http/http-agents.ts";
import { RegistryError, type RegistryErrorKind } from "./registry-error.ts";

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
const mostBytes = 4 * 1024 * 1024;

const chunkSize = 256 * 1024;

/** Sends one request and reads the whole answer, whatever its status. Throws RegistryError, and what the file throws. */
export async function sendRequest(
  { method, url, headers = {}, body }: HttpRequest,
  { agents, signal, stallSeconds, clock }: Wire,
): Promise<HttpAnswer> {
  const sent = body === undefined || body instanceof Uint8Array ? body : sizedBody(body);
  try {
    const answer = await exchange(
      { method, url, headers, body: sent },
      { agents, signal, stallSeconds, mostBytes },
    );
    return { ...answer, time: clock() };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof ExchangeError && error.kind === "body") throw error.cause;
    throw new RegistryError(kindOf(error), reasonOf(error), { cause: error });
  }
}

function sizedBody({ file, offset, length, onSent }: FilePart): SizedBody {
  return {
    length,
    // A stream of the file would close it when an answer comes early, and the same part may be sent again, with another login.
    open: async function* () {
      for (let sent = 0; sent < length; onSent(sent)) {
        const buffer = Buffer.allocUnsafe(Math.min(chunkSize, length - sent));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset + sent);
        if (bytesRead === 0) throw new Error(`the file ends ${length - sent} bytes too early`);
        yield buffer.subarray(0, bytesRead);
        sent += bytesRead;
      }
    },
  };
}

function kindOf(error: unknown): RegistryErrorKind {
  if (error instanceof ExchangeError) return error.kind === "stalled" ? "stalled" : "refused";
  return certificateFaults.test(codeOf(error)) ? "untrusted" : "unreachable";
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
