import { type AppCredentials, appToken } from "./app-token.ts";
import type { CallGitHub, GitHubAnswer, GitHubCall } from "./call.ts";
import { etagCache } from "./etag-cache.ts";
import { GitHubError } from "./github-error.ts";
import type { Governor } from "./governor.ts";
import { refusalOf } from "./refusal-of.ts";
import { sendRequest } from "./send-request.ts";
import { tokenStore } from "./token-store.ts";

/** Says how GitHub is called. */
export interface GitHubOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` of GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Returns what the App is known by; asked again for each token, so that a key changes without a restart. */
  readonly credentials: () => AppCredentials;
  readonly governor: Governor;
  readonly clock: () => Date;
  /** Waits for so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How long a call may wait for the limits, in milliseconds; for longer it fails with the moment. */
  readonly patience?: number;
}

/** Returns what calls GitHub: with a token of the installation, and as the governor allows. */
export function githubClient(options: GitHubOptions): CallGitHub {
  const { apiUrl, credentials, governor, clock } = options;
  const clockOffset = { milliseconds: 0 };
  const githubNow = () => new Date(clock().getTime() + clockOffset.milliseconds);
  const asApp = () => appToken(credentials(), githubNow());
  const cache = etagCache();

  const once = async (call: GitHubCall, token: string): Promise<GitHubAnswer> => {
    await allowed(call, options);
    await call.beforeSent?.();
    const known = cache.find(call);
    const answer = await sendRequest(apiUrl, call, token, known?.etag);
    noteClock(answer, clock(), clockOffset);
    const text = answer.status < 400 ? "" : Buffer.from(answer.bytes.subarray(0, 20_000)).toString();
    const blocked = await governor.note(call, { ...answer, text });
    if (blocked !== undefined) throw limited(call, answer.status, blocked);
    if (answer.status === 304 && known !== undefined) return known.answer;
    cache.keep(call, answer);
    return answer;
  };

  const tokens = tokenStore(async (installation) => {
    const call: GitHubCall = {
      method: "POST",
      path: `/app/installations/${installation}/access_tokens`,
      cost: "write",
    };
    const first = await once(call, asApp());
    // The answer has told GitHub's clock by now.
    return succeeded(call, first.status === 401 ? await once(call, asApp()) : first);
  }, githubNow);

  return async (call) => {
    const { installation } = call;
    const token = async () => (installation === undefined ? asApp() : tokens.get(installation));
    const first = await once(call, await token());
    if (first.status !== 401) return succeeded(call, first);
    if (installation !== undefined) tokens.forget(installation);
    return succeeded(call, await once(call, await token()));
  };
}

function succeeded(call: GitHubCall, answer: GitHubAnswer): GitHubAnswer {
  if (answer.status < 300 || call.expected?.includes(answer.status) === true) return answer;
  throw refusalOf(call, answer);
}

const usualPatience = 5000;

async function allowed(
  call: GitHubCall,
  { governor, clock, sleep, patience = usualPatience }: GitHubOptions,
) {
  const lastMoment = clock().getTime() + (call.patience ?? patience);
  for (;;) {
    const until = await governor.take(call);
    if (until === undefined) return;
    if (until.getTime() > lastMoment) throw limited(call, undefined, until);
    await sleep(Math.max(1, until.getTime() - clock().getTime()));
  }
}

function limited({ method, path }: GitHubCall, status: number | undefined, until: Date): GitHubError {
  const who =
    status === undefined ? "the limits of GitHub are used up" : "GitHub says that its limits are used up";
  return new GitHubError("github-unreachable", `cannot call ${method} ${pathOnly(path)}: ${who}`, {
    hint: `The hub goes on by itself at ${until.toISOString()}.`,
    retryAt: until,
    ...(status === undefined ? {} : { status }),
  });
}

function pathOnly(path: string): string {
  return path.split("?")[0] ?? path;
}

/** A clock that differs by less is in order. */
const toleratedOffset = 5000;

function noteClock({ headers }: GitHubAnswer, now: Date, offset: { milliseconds: number }): void {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return;
  const differs = date - now.getTime();
  offset.milliseconds = Math.abs(differs) < toleratedOffset ? 0 : differs;
}
