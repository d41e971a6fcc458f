import type { DebootcError } from "@debootc/core/error/debootc-error";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { reasonOf } from "@debootc/tools/errno";
import type { IncomingHttpHeaders } from "node:http";
import { addressIn } from "./address-in.ts";
import type { ApiAnswer, ApiCall, CallApi } from "./api-call.ts";
import { refused, unreachable, wordsIn } from "./call-failures.ts";
import { type HttpAnswer, sendCall } from "./send-call.ts";

/** Says who asks, and how. */
export interface ApiOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly agents: HttpAgents;
  readonly signal: AbortSignal;
  /** Waits for so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const mostTries = 6;
const longestWait = 300_000;
const mostRedirects = 3;

/**
 * Returns a client of GitHub's API. A call is repeated after trouble, but one that makes something only if GitHub did not
 * begin with it: whether a lost reply made something is for its caller to look at.
 */
export function githubApi(options: ApiOptions): CallApi {
  return async (call) => {
    for (let tries = 1; ; tries++) {
      const outcome = await sent(call, options);
      options.signal.throwIfAborted();
      if ("answer" in outcome) return outcome.answer;
      const { error, wait } = outcome;
      if (wait === undefined || wait > longestWait || tries === mostTries) throw error;
      await options.sleep(wait > 0 ? wait : 1000 * 2 ** (tries - 1));
    }
  };
}

interface Trouble {
  readonly error: DebootcError;
  /** How long to wait before the call is repeated, 0 if GitHub does not say; absent if it must not be. */
  readonly wait?: number;
}

async function sent(call: ApiCall, options: ApiOptions): Promise<Trouble | { readonly answer: ApiAnswer }> {
  const url = addressIn(options.apiUrl, call.path);
  const mayRepeat = call.method !== "POST";
  let answer: HttpAnswer;
  try {
    answer = await answered(call, url, options);
  } catch (error) {
    return { error: unreachable(call, reasonOf(error)), ...(mayRepeat ? { wait: 0 } : {}) };
  }
  const { status, headers, bytes } = answer;
  if ((status >= 200 && status < 300) || (call.expected ?? []).includes(status))
    return { answer: { status, bytes } };
  const words = `GitHub answered ${status}${wordsIn(bytes)}`;
  const isLimit =
    status === 429 ||
    (status === 403 && ("retry-after" in headers || headers["x-ratelimit-remaining"] === "0"));
  if (isLimit) return { error: unreachable(call, words), wait: waitIn(headers) };
  if (status < 500) return { error: refused(call, words, answer) };
  // A gateway that gave up does not say whether what is behind it went on.
  return { error: unreachable(call, words), ...(mayRepeat ? { wait: waitIn(headers) } : {}) };
}

/** Sends a call, and follows where reading leads; only GitHub itself gets the token. */
async function answered(call: ApiCall, url: URL, options: ApiOptions): Promise<HttpAnswer> {
  const { method, body, upload, accept } = call;
  const type = upload?.mediaType ?? (body === undefined ? undefined : "application/json");
  const headers = {
    accept: accept ?? "application/vnd.github+json",
    "user-agent": "debootc",
    "x-github-api-version": "2022-11-28",
    ...(type === undefined ? {} : { "content-type": type }),
  };
  const authorization = `Bearer ${options.token}`;
  const content = upload ?? (body === undefined ? undefined : JSON.stringify(body));
  let answer = await sendCall(
    { method, url, headers: { ...headers, authorization }, body: content },
    options,
  );
  let at = url;
  for (let redirects = 0; redirects < mostRedirects && method === "GET"; redirects++) {
    const { location } = answer.headers;
    const next = answer.status >= 300 && answer.status < 400 ? URL.parse(location ?? "", at.href) : null;
    if (next === null || (next.protocol !== "https:" && next.protocol !== at.protocol)) break;
    at = next;
    const isOwn = at.origin === url.origin;
    answer = await sendCall(
      { method, url: at, headers: { ...headers, ...(isOwn ? { authorization } : {}) } },
      options,
    );
  }
  return answer;
}

/** Returns how many milliseconds GitHub wants to be left alone; 0 if it does not say. */
function waitIn(headers: IncomingHttpHeaders): number {
  const seconds =
    headers["retry-after"] === undefined && headers["x-ratelimit-remaining"] === "0"
      ? Number(headers["x-ratelimit-reset"]) - Date.parse(headers.date ?? "") / 1000
      : Number(headers["retry-after"] ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
