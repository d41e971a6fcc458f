import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import type { OstreePruneRequest } from "@debootc/core/request/ostree/ostree-prune-request";
import { deleteRefs, readRefs, setRef } from "@debootc/tools/ostree/ostree-refs";
import { type Pruned, pruneObjects } from "@debootc/tools/ostree/ostree-repository";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { commitsOf } from "./log-ref.ts";
import { changeRepository } from "./open-repository.ts";
import { formerCommits } from "./ref-history.ts";
import { makeView } from "./repository-view.ts";
import { type SummaryState, summaryState } from "./summary-state.ts";

export interface PruneResult {
  readonly repo: string;
  readonly refs: readonly {
    readonly ref: string;
    readonly kept: number;
    readonly removed: readonly LoggedCommit[];
  }[];
  /** Objects that no commit needs any more. */
  readonly objects: number;
  readonly freed: string;
  readonly applied: boolean;
  readonly summary: SummaryState;
}

/** `debootc ostree prune`: removes old commits of each ref, or tells what that would remove. */
export async function pruneRepository(
  { repo, keep, keepDays, apply }: OstreePruneRequest,
  { clock }: PipelineDependencies,
): Promise<PruneResult> {
  const youngest = keepDays === undefined ? Infinity : clock().getTime() - keepDays * 24 * 3600 * 1000;
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const all = await readRefs(path);
    const heads = [...all.keys()].filter((name) => !name.includes(":"));
    const logs = new Map<string, LoggedCommit[]>();
    for (const ref of heads) logs.set(ref, await commitsOf(path, ref));
    const isKept = (commit: LoggedCommit, index: number) =>
      index < keep || Date.parse(commit.timestamp) >= youngest;
    const depth = Math.max(0, ...[...logs.values()].map((commits) => commits.filter(isKept).length - 1));
    const plans = heads.map((ref) => {
      const commits = logs.get(ref) ?? [];
      const chosen = new Set(commits.filter(isKept).map(({ checksum }) => checksum));
      const former = formerCommits(all, ref);
      const starts = [all.get(ref) ?? "", ...former.map(({ checksum }) => checksum)];
      const left = reachable(
        commits,
        starts.filter((start) => chosen.has(start)),
        depth,
      );
      const removed = commits.filter(({ checksum }) => !left.has(checksum));
      const dropped = former.filter(({ checksum }) => !chosen.has(checksum));
      return { ref, kept: left.size, removed, dropped };
    });
    const droppedRefs = plans.flatMap(({ dropped }) => dropped.map(({ keptBy }) => keptBy));
    const pruned = apply
      ? await removeCommits(path, droppedRefs, depth)
      : await imagine(join(path, await makeView(repository, ["refs"])), all, droppedRefs, depth);
    return {
      repo: path,
      refs: plans.map(({ ref, kept, removed }) => ({ ref, kept, removed })),
      ...pruned,
      applied: apply,
      summary: await summaryState(path),
    };
  });
}

/** ostree keeps parents of all refs to one depth: that of the ref which keeps most. */
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

async function removeCommits(repo: string, dropped: readonly string[], depth: number): Promise<Pruned> {
  await deleteRefs(repo, dropped);
  return await pruneObjects(repo, depth, true);
}

/** Counts what nothing would lead to, in a view that has only the refs that would be left. */
async function imagine(
  view: string,
  refs: ReadonlyMap<string, string>,
  dropped: readonly string[],
  depth: number,
): Promise<Pruned> {
  for (const [name, checksum] of refs) if (!dropped.includes(name)) await setRef(view, name, checksum);
  return await pruneObjects(view, depth, false);
}
