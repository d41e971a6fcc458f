import { exchange } from "@debootc/tools/http/exchange";
import { webHeaders } from "@debootc/tools/http/web-headers";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { GitHubAnswer, Upload } from "./call.ts";

/** How long nothing may move before a connection counts as dead. */
const stallSeconds = 60;

/** An answer to an upload is one asset. */
const mostBytes = 1024 * 1024;

/** Sends bytes with their length, which `fetch` cannot say of a stream. */
export async function sendUpload(
  apiUrl: string,
  path: string,
  { size, mediaType, open, signal }: Upload,
  token: string | undefined,
): Promise<GitHubAnswer> {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    accept: "application/vnd.github+json",
    "user-agent": "debootc-hub",
    "x-github-api-version": "2022-11-28",
    "content-type": mediaType,
  };
  // A connection of its own: one that GitHub has just closed must not cost gigabytes.
  const agents = { http: new HttpAgent(), https: new HttpsAgent() };
  try {
    const answer = await exchange(
      { method: "POST", url: new URL(uploadsUrl(apiUrl) + path), headers, body: { length: size, open } },
      { agents, signal, stallSeconds, mostBytes },
    );
    return { status: answer.status, headers: webHeaders(answer.headers), bytes: answer.body };
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

/** Returns the address for uploads that belongs to an API: `uploads.github.com`, `HOST/api/uploads` of Enterprise Server. */
export function uploadsUrl(apiUrl: string): string {
  const base = apiUrl.replace(/\/+$/, "");
  if (base.endsWith("/api/v3")) return base.replace(/v3$/, "uploads");
  if (base.startsWith("https://api.")) return base.replace("//api.", "//uploads.");
  return `${base}/api/uploads`;
}
