import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GitHubAnswer, Upload } from "./call.ts";

/** How long nothing may move before a connection counts as dead, in milliseconds. */
const idle = 60_000;

/** An answer to an upload is one asset. */
const mostBytes = 1024 * 1024;

/** Sends bytes with their length, which `fetch` cannot say of a stream. */
export async function sendUpload(
  apiUrl: string,
  path: string,
  { size, mediaType, open, signal }: Upload,
  token: string | undefined,
): Promise<GitHubAnswer> {
  const url = new URL(uploadsUrl(apiUrl) + path);
  const isSecure = url.protocol === "https:";
  // A connection of its own: one that GitHub has just closed must not cost gigabytes.
  const agent = isSecure ? new HttpsAgent() : new HttpAgent();
  const request = (isSecure ? httpsRequest : httpRequest)(url, {
    agent,
    method: "POST",
    timeout: idle,
    ...(signal === undefined ? {} : { signal }),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      accept: "application/vnd.github+json",
      "user-agent": "debootc-hub",
      "x-github-api-version": "2022-11-28",
      "content-type": mediaType,
      "content-length": size,
    },
  });
  request.on("timeout", () => request.destroy(new Error(`nothing moved for ${idle / 1000} s`)));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  // What fails here ends the request, too. GitHub may refuse before it has read everything; then its answer counts.
  pipeline(Readable.from(await open(), { objectMode: false }), request).catch(() => {});
  try {
    const response = await answered;
    const bytes = await boundedBytes(response);
    return { status: response.statusCode ?? 0, headers: headersOf(response), bytes };
  } finally {
    request.destroy();
    agent.destroy();
  }
}

/** Returns the address for uploads that belongs to an API: `uploads.github.com`, `HOST/api/uploads` of Enterprise Server. */
export function uploadsUrl(apiUrl: string): string {
  const base = apiUrl.replace(/\/+$/, "");
  if (base.endsWith("/api/v3")) return base.replace(/v3$/, "uploads");
  if (base.startsWith("https://api.")) return base.replace("//api.", "//uploads.");
  return `${base}/api/uploads`;
}

async function boundedBytes(response: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}
