import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import type { OstreeLogRequest } from "@debootc/core/request/ostree/ostree-log-request";
import { readLog, readRefs } from "@debootc/tools/ostree/ostree-refs";
import { readSigners } from "@debootc/tools/ostree/ostree-signing";
import { openRepository } from "./open-repository.ts";
import { formerCommits } from "./ref-history.ts";

export interface LogResult {
  readonly repo: string;
  readonly ref: string;
  /** The newest first. */
  readonly commits: readonly (LoggedCommit & {
    /** Who says to have signed it, by fingerprint. */
    readonly signers: readonly string[];
  })[];
  /** Whether there are more. */
  readonly more: boolean;
}

/** `debootc ostree log`: what a ref names, and named before. */
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

/** All commits that a ref names and named before, the newest first: ancestors, and those that were kept. */
export async function commitsOf(repo: string, ref: string): Promise<LoggedCommit[]> {
  const found = new Map<string, LoggedCommit>();
  const starts = [ref, ...formerCommits(await readRefs(repo), ref).map(({ checksum }) => checksum)];
  for (const start of starts) {
    if (found.has(start)) continue;
    for (const commit of await readLog(repo, start)) found.set(commit.checksum, commit);
  }
  return [...found.values()];
}
