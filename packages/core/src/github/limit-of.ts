interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Holds what an answer says of GitHub's limits. */
export interface LimitNews {
  /** What is left of the requests of an hour. */
  readonly remaining?: number;
  readonly resetAt?: Date;
  /** Set if a limit refused the call: none makes sense before. */
  readonly blockedUntil?: Date;
}

/** GitHub asks for a minute at least where it does not say how long. */
const pause = 60_000;

/** GitHub never asks for more than the hour of its primary limit; a wrong header must not silence the hub for longer. */
const longestPause = 3_600_000;

/**
 * Reads from an answer what is left, and whether a limit refused it. GitHub answers 403 for missing permissions as well as
 * for limits: which one it is follows from the headers, or from the words of the secondary limits.
 */
export function limitOf({ status, headers, text }: Answer, now: Date): LimitNews {
  // What refused the token, or stood in for a server that failed, counts somebody else's requests.
  if (status === 401 || status >= 500) return {};
  const remaining = numberIn(headers, "x-ratelimit-remaining");
  const reset = numberIn(headers, "x-ratelimit-reset");
  const left = {
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetAt: new Date(reset * 1000) }),
  };
  if (status !== 403 && status !== 429) return left;
  const retryAfter = numberIn(headers, "retry-after");
  const isExhausted = remaining === 0 && reset !== undefined;
  const isSecondary = /secondary rate limit|abuse detection|rate limit exceeded/i.test(text);
  if (status === 403 && retryAfter === undefined && !isExhausted && !isSecondary) return left;
  const wait =
    retryAfter !== undefined
      ? retryAfter * 1000
      : isExhausted
        ? reset * 1000 - momentOf(headers, now)
        : pause;
  const blockedUntil = new Date(now.getTime() + Math.min(Math.max(wait, 1000), longestPause));
  return { ...left, blockedUntil };
}

/** The moment of GitHub's own clock, in milliseconds: the reset is a moment of it. */
function momentOf(headers: Headers, now: Date): number {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? now.getTime() : date;
}

function numberIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^[0-9]{1,12}$/.test(text) ? Number(text) : undefined;
}
