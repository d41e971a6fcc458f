import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import type { FormerCommit } from "./ref-history.ts";

export interface RefCommits {
  readonly ref: string;
  /** The commit that the ref names. */
  readonly head: string;
  /** Commits that the ref named before and that are not ancestors of the head, newest first. */
  readonly former: readonly FormerCommit[];
  /** The head, the former commits and their ancestors, newest first. */
  readonly commits: readonly LoggedCommit[];
}

interface Retention {
  /** How many commits of each ref to keep. */
  readonly keep: number;
  /** Commits of this time or later are kept as well: milliseconds, or `Infinity` for none. */
  readonly youngest: number;
}

export interface PrunePlan {
  readonly refs: readonly {
    readonly ref: string;
    readonly kept: number;
    readonly removed: readonly LoggedCommit[];
  }[];
  /** The refs of former commits to delete first. */
  readonly droppedRefs: readonly string[];
  /** How many parents to keep of every remaining ref: ostree has one depth for all of them. */
  readonly depth: number;
}

/**
 * Decides which commits to keep. Where ostree cannot tell commits apart, more are kept rather than fewer: it follows the
 * parents of every ref to one depth.
 */
export function planPrune(histories: readonly RefCommits[], retention: Retention): PrunePlan {
  const needs = histories.map((history) => ({ history, ...neededOf(history, retention) }));
  const depth = Math.max(0, ...needs.map((need) => need.depth));
  const plans = needs.map(({ history: { ref, former, commits }, starts }) => {
    const left = new Set(starts.flatMap((start) => ancestry(commits, start).slice(0, depth + 1)));
    return {
      ref,
      kept: left.size,
      removed: commits.filter(({ checksum }) => !left.has(checksum)),
      dropped: former.filter(({ checksum }) => !starts.includes(checksum)).map(({ keptBy }) => keptBy),
    };
  });
  return {
    refs: plans.map(({ ref, kept, removed }) => ({ ref, kept, removed })),
    droppedRefs: plans.flatMap(({ dropped }) => dropped),
    depth,
  };
}

/** Returns the commits whose refs have to stay, and the depth at which their ancestors include every chosen commit. */
function neededOf(
  { head, former, commits }: RefCommits,
  { keep, youngest }: Retention,
): { readonly starts: readonly string[]; readonly depth: number } {
  const chosen = new Set(
    commits
      .filter(({ timestamp }, index) => index < keep || Date.parse(timestamp) >= youngest)
      .map(({ checksum }) => checksum),
  );
  const missing = new Set(chosen);
  const starts: string[] = [];
  let depth = 0;
  for (const start of [head, ...former.map(({ checksum }) => checksum)]) {
    const chain = ancestry(commits, start);
    const last = chain.findLastIndex((checksum) => missing.has(checksum));
    if (last < 0 && !chosen.has(start)) continue;
    starts.push(start);
    depth = Math.max(depth, last);
    for (const checksum of chain.slice(0, last + 1)) missing.delete(checksum);
  }
  return { starts, depth };
}

/** Returns a commit and its ancestors, as far as the repository has them. */
function ancestry(commits: readonly LoggedCommit[], start: string): string[] {
  const byChecksum = new Map(commits.map((commit) => [commit.checksum, commit]));
  const found: string[] = [];
  let commit = byChecksum.get(start);
  while (commit !== undefined) {
    found.push(commit.checksum);
    commit = byChecksum.get(commit.parent ?? "");
  }
  return found;
}
