import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import type { FormerCommit } from "./ref-history.ts";

export interface RefCommits {
  readonly ref: string;
  /** The commit that the ref names. */
  readonly head: string;
  /** Commits that it named before and that are no ancestors of the head, the newest first. */
  readonly former: readonly FormerCommit[];
  /** The head, the former commits and their ancestors, the newest first. */
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
  /** How many parents to keep of every ref that is left: ostree knows only one depth for all. */
  readonly depth: number;
}

/** Decides which commits to keep, as far as ostree can tell them apart: it keeps more rather than less. */
export function planPrune(histories: readonly RefCommits[], { keep, youngest }: Retention): PrunePlan {
  const isKept = (commit: LoggedCommit, index: number) =>
    index < keep || Date.parse(commit.timestamp) >= youngest;
  const depth = Math.max(0, ...histories.map(({ commits }) => commits.filter(isKept).length - 1));
  const plans = histories.map(({ ref, head, former, commits }) => {
    const chosen = new Set(commits.filter(isKept).map(({ checksum }) => checksum));
    const starts = [head, ...former.map(({ checksum }) => checksum)];
    const left = reachable(
      commits,
      starts.filter((start) => chosen.has(start)),
      depth,
    );
    const removed = commits.filter(({ checksum }) => !left.has(checksum));
    const dropped = former.filter(({ checksum }) => !chosen.has(checksum));
    return { ref, kept: left.size, removed, dropped };
  });
  return {
    refs: plans.map(({ ref, kept, removed }) => ({ ref, kept, removed })),
    droppedRefs: plans.flatMap(({ dropped }) => dropped.map(({ keptBy }) => keptBy)),
    depth,
  };
}

function reachable(commits: readonly LoggedCommit[], starts: readonly string[], depth: number): Set<string> {
  const byChecksum = new Map(commits.map((commit) => [commit.checksum, commit]));
  const left = new Set<string>();
  for (const start of starts) {
    let commit = byChecksum.get(start);
    for (let step = 0; step <= depth && commit !== undefined; step += 1) {
      left.add(commit.checksum);
      commit = byChecksum.get(commit.parent ?? "");
    }
  }
  return left;
}
