import { DebootcError } from "@debootc/core/error/debootc-error";
import { limitOf } from "@debootc/core/github/limit-of";
import { refusalWords } from "@debootc/core/github/refusal-words";
import { reasonOf } from "@debootc/tools/errno";
import { exchange, type HttpQuestion, type SizedBody, type WholeAnswer } from "@debootc/tools/http/exchange";
import { ExchangeError } from "@debootc/tools/http/exchange-error";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { webHeaders } from "@debootc/tools/http/web-headers";
import { createReadStream } from "node:fs";
import { addressIn } from "./address-in.ts";
import type { ApiAnswer, ApiCall, CallApi, FileRange } from "./api-call.ts";
import { refused, unreachable } from "./call-failures.ts";

/** Says who asks, and how. */
export interface ApiOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly agents: HttpAgents;
  readonly signal: AbortSignal;
  /** Waits for so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly clock: () => Date;
}

const mostTries = 6;
const longestWait = 300_000;
const mostRedirects = 3;

/** How long nothing may move before a connection counts as dead. */
const stallSeconds = 120;

/** Pages of releases are the longest that is asked for. */
const mostBytes = 64 * 1024 ** 2;

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
  let answer: WholeAnswer;
  try {
    answer = await answered(call, url, options);
  } catch (error) {
    if (error instanceof ExchangeError && error.kind === "body") throw unreadable(error);
    return { error: unreachable(call, reasonOf(error)), ...(mayRepeat ? { wait: 0 } : {}) };
  }
  const { status, body } = answer;
  if ((status >= 200 && status < 300) || (call.expected ?? []).includes(status))
    return { answer: { status, bytes: body } };
  const said = refusalWords(body);
  const words = `GitHub answered ${status}${said === "" ? "" : `: ${said}`}`;
  const now = options.clock();
  const text = body.subarray(0, 20_000).toString();
  const { blockedUntil } = limitOf({ status, headers: webHeaders(answer.headers), text }, now);
  if (blockedUntil !== undefined)
    return { error: unreachable(call, words), wait: blockedUntil.getTime() - now.getTime() };
  if (status < 500) return { error: refused(call, words, answer) };
  // A gateway that gave up does not say whether what is behind it went on.
  return { error: unreachable(call, words), ...(mayRepeat ? { wait: 0 } : {}) };
}

function unreadable(error: ExchangeError): DebootcError {
  return new DebootcError("internal-fault", `cannot send a file of the release: ${error.message}`, {
    cause: error.cause,
  });
}

/** Sends a call, and follows where reading leads; only GitHub itself gets the token. */
async function answered(call: ApiCall, url: URL, options: ApiOptions): Promise<WholeAnswer> {
  const { method, body, upload, accept } = call;
  const type = upload?.mediaType ?? (body === undefined ? undefined : "application/json");
  const headers = {
    accept: accept ?? "application/vnd.github+json",
    "user-agent": "debootc",
    "x-github-api-version": "2022-11-28",
    ...(type === undefined ? {} : { "content-type": type }),
  };
  const authorization = `Bearer ${options.token}`;
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const send = async (question: HttpQuestion) => exchange(question, { ...options, stallSeconds, mostBytes });
  let answer = await send({
    ...{ method, url, headers: { ...headers, authorization } },
    body: upload === undefined ? content : sizedBody(upload),
  });
  let at = url;
  for (let redirects = 0; redirects < mostRedirects && method === "GET"; redirects++) {
    const { location } = answer.headers;
    const next = answer.status >= 300 && answer.status < 400 ? URL.parse(location ?? "", at.href) : null;
    if (next === null || (next.protocol !== "https:" && next.protocol !== at.protocol)) break;
    at = next;
    const isOwn = at.origin === url.origin;
    answer = await send({ method, url: at, headers: { ...headers, ...(isOwn ? { authorization } : {}) } });
  }
  return answer;
}

function sizedBody({ path, start, size }: FileRange): SizedBody {
  return {
    length: size,
    open: async function* () {
      if (size > 0)
        yield* createReadStream(path, { start, end: start + size - 1, highWaterMark: 256 * 1024 });
    },
  };
}
