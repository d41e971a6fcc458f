import type { GitHubAnswer, GitHubCall } from "./call.ts";
import { GitHubError } from "./github-error.ts";
import { sendUpload } from "./send-upload.ts";

/** How long GitHub may take, in milliseconds; it gives up after ten seconds itself. */
const patience = 30_000;

/** The largest answer that is read. */
const mostBytes = 20 * 1024 * 1024;

/** Sends one request, and reads its answer within bounds. Throws `github-unreachable`. */
export async function sendRequest(
  apiUrl: string,
  call: GitHubCall,
  token: string | undefined,
  etag?: string,
): Promise<GitHubAnswer> {
  const { method, path, body, raw = false, stays = false, upload } = call;
  try {
    if (upload !== undefined) return await sendUpload(apiUrl, path, upload, token);
    const response = await fetchOnce(new URL(`${apiUrl.replace(/\/+$/, "")}${path}`), {
      method,
      signal: AbortSignal.timeout(patience),
      ...(stays ? { redirect: "manual" as const } : {}),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        accept: raw ? "application/vnd.github.raw+json" : "application/vnd.github+json",
        "user-agent": "debootc-hub",
        "x-github-api-version": "2022-11-28",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(etag === undefined ? {} : { "if-none-match": etag }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, bytes: await boundedBytes(response) };
  } catch (error) {
    throw unreachable(call, error);
  }
}

/** How often GitHub may lead a call elsewhere: from the old name of a repository to its new one. */
const mostRedirects = 3;

/**
 * Fetches, and repeats what is no reading where GitHub leads it: the rules of browsers would make it a reading. Nothing is
 * repeated at another host, which is not to get the token.
 */
async function fetchOnce(url: URL, init: RequestInit, redirects = 0): Promise<Response> {
  if (init.method === "GET") return fetch(url, init);
  const response = await fetch(url, { ...init, redirect: "manual" });
  const location = response.headers.get("location");
  if (![301, 302, 307, 308].includes(response.status) || location === null) return response;
  const next = new URL(location, url);
  if (next.origin !== url.origin || redirects >= mostRedirects) return response;
  await response.body?.cancel();
  return fetchOnce(next, init, redirects + 1);
}

async function boundedBytes(response: Response): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    if (length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** With these nothing has reached GitHub. */
const neverSent = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

function unreachable({ method, path }: GitHubCall, error: unknown): GitHubError {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const reason =
    name === "TimeoutError"
      ? `no answer in ${patience / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
  return new GitHubError("github-unreachable", `cannot call ${method} ${path.split("?")[0]}: ${reason}`, {
    hint: "Check the network of the hub, and www.githubstatus.com; the hub tries again by itself.",
    mayBeDone: method !== "GET" && !neverSent.includes(cause?.code ?? ""),
    cause: error,
  });
}
