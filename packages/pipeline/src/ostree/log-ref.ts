import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import type { OstreeLogRequest } from "@debootc/core/request/ostree/ostree-log-request";
import { readLog, readRefs } from "@debootc/tools/ostree/ostree-refs";
import { readSigners } from "@debootc/tools/ostree/ostree-signing";
import { openRepository } from "./open-repository.ts";
import { formerCommits } from "./ref-history.ts";

export interface LogResult {
  readonly repo: string;
  readonly ref: string;
  /** Newest first. */
  readonly commits: readonly (LoggedCommit & {
    /** Fingerprints of the keys that its signatures name; the signatures are not checked. */
    readonly signers: readonly string[];
  })[];
  /** Whether the limit left some out. */
  readonly more: boolean;
}

/** Lists the commits that a ref names and named before (`debootc ostree log`). */
export async function logRef({ repo, ref, limit }: OstreeLogRequest): Promise<LogResult> {
  const { path } = await openRepository(repo);
  const commits = await commitsOf(path, ref);
  const shown = commits.slice(0, limit);
  return {
    repo: path,
    ref,
    commits: await Promise.all(
      shown.map(async (commit) => ({
        ...commit,
        signers: (await readSigners(path, commit.checksum)).map(({ key }) => key),
      })),
    ),
    more: commits.length > shown.length,
  };
}

/** Returns all commits of a ref, newest first: the one it names, its ancestors, and former commits that were kept. */
export async function commitsOf(repo: string, ref: string): Promise<LoggedCommit[]> {
  const found = new Map<string, LoggedCommit>();
  const starts = [ref, ...formerCommits(await readRefs(repo), ref).map(({ checksum }) => checksum)];
  for (const start of starts) {
    if (found.has(start)) continue;
    for (const commit of await readLog(repo, start)) found.set(commit.checksum, commit);
  }
  return [...found.values()];
}
