import { listenLocally } from "@debootc/tools/http/listen-locally";
import { generateKeyPairSync } from "node:crypto";
import { text } from "node:stream/consumers";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { githubClient } from "./github-client.ts";
import type { Governor } from "./governor.ts";

/** Is a request that the server got. */
export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (request: Got, response: ServerResponse) => void;

export const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

const unlimited: Governor = { take: async () => undefined, note: async () => undefined };

/** Answers requests of a client as a test says; tokens of installations are handed out without it. */
export async function githubServer(answer: Answer, { limits = unlimited, now = () => new Date() } = {}) {
  const got: Got[] = [];
  let tokens = 0;
  const server = createServer(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const body = await text(request);
    got.push({ method, path, headers, body });
    response.setHeader("date", now().toUTCString());
    if (!path.endsWith("/access_tokens")) return answer({ method, path, headers, body }, response);
    const expires = new Date(now().getTime() + 3_600_000).toISOString();
    tokens += 1;
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ token: `token-${tokens}`, expires_at: expires }));
  });
  const local = await listenLocally(server);
  const call = githubClient({
    apiUrl: `http://127.0.0.1:${local.port}/`,
    credentials: () => ({ appId: 7, privateKey }),
    governor: limits,
    clock: now,
    sleep: async () => {},
  });
  return { call, got, [Symbol.asyncDispose]: () => local[Symbol.asyncDispose]() };
}

/** Ends an answer with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
