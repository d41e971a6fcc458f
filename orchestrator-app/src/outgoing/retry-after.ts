import { DebootcError } from "@debootc/core/error/debootc-error";
import { GitHubError } from "../github/github-error.ts";

/** Says what becomes of a row that could not be sent. */
export type Retry =
  /** Nothing is wrong with it: the limits allow it then, at the earliest. */
  | { readonly kind: "postpone"; readonly until: Date }
  | { readonly kind: "again"; readonly milliseconds: number }
  | { readonly kind: "give-up" };

/** How often a row is tried, by what it fails by. Sixty tries of an unreachable GitHub take half a day. */
const mostTries = { refused: 3, unreachable: 60, other: 10 };

const firstPause = 2000;
const longestPause = 900_000;

/** GitHub shows within this time what it has done without an answer, in milliseconds. */
const untilShown = 30_000;

interface Tried {
  /** Tries before this one. */
  readonly attempts: number;
  /** From 0 to 1: rows that failed together are not tried together. */
  readonly random: number;
}

/** Decides when a row is tried again that failed. */
export function retryAfter(error: unknown, { attempts, random }: Tried): Retry {
  if (error instanceof GitHubError && error.retryAt !== undefined)
    return { kind: "postpone", until: error.retryAt };
  if (attempts + 1 >= mostTries[kindOf(error)]) return { kind: "give-up" };
  const pause = Math.min(firstPause * 2 ** Math.min(attempts, 20), longestPause);
  const spread = pause * (0.5 + random / 2);
  const mayBeDone = error instanceof GitHubError && error.mayBeDone;
  return { kind: "again", milliseconds: Math.ceil(mayBeDone ? Math.max(spread, untilShown) : spread) };
}

function kindOf(error: unknown): keyof typeof mostTries {
  if (!(error instanceof DebootcError)) return "other";
  if (error.code === "github-refused") return "refused";
  const isUnreachable = error.code === "github-unreachable" || error.code === "registry-unreachable";
  return isUnreachable ? "unreachable" : "other";
}
