import type { FailureClass } from "../error/failure-class.ts";

/** Says whether a failed attempt is repeated, when, and why so. */
export type RetryDecision =
  | { readonly retry: true; readonly afterSeconds: number; readonly why: string }
  | { readonly retry: false; readonly why: string };

/** Bounds how often a task is repeated by itself. */
export interface RetryRules {
  /** Attempts of one task, the first included. */
  readonly attempts: number;
  /** The pause before the second attempt, in seconds; it doubles with each further one. */
  readonly pauseSeconds: number;
}

export const defaultRetryRules: RetryRules = { attempts: 3, pauseSeconds: 30 };

/** The longest pause, in seconds: a mirror or a host that is down for an hour is not asked more often. */
const longestPause = 900;

/**
 * Decides whether an attempt that failed is repeated. Only what the machine, the network or GitHub did is: a package, a
 * configuration or a policy gives the same result again.
 */
export function decideRetry(
  failure: FailureClass,
  attempt: number,
  rules: RetryRules = defaultRetryRules,
): RetryDecision {
  if (failure !== "infrastructure") return { retry: false, why: reasons[failure] };
  if (attempt >= rules.attempts) {
    return { retry: false, why: `${attempt} of ${rules.attempts} attempts failed by the infrastructure` };
  }
  const afterSeconds = Math.min(rules.pauseSeconds * 2 ** (attempt - 1), longestPause);
  return {
    retry: true,
    afterSeconds,
    why: `attempt ${attempt} of ${rules.attempts} failed by the infrastructure`,
  };
}

const reasons: Readonly<Record<Exclude<FailureClass, "infrastructure">, string>> = {
  package: "a package failed, which it would do again",
  dependency: "a dependency cannot be met, which another attempt does not change",
  configuration: "the configuration has errors, which another attempt does not change",
  policy: "a policy refuses it, which another attempt does not change",
  "time-out": "it took longer than it may, which another attempt would do as well",
  cancelled: "it was canceled",
  fault: "debootc has a fault, which another attempt would meet again",
};
