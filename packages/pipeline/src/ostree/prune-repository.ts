import type { OstreePruneRequest } from "@debootc/core/request/ostree/ostree-prune-request";
import { deleteRefs, readRefs, setRef } from "@debootc/tools/ostree/ostree-refs";
import { type Pruned, pruneObjects } from "@debootc/tools/ostree/ostree-repository";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { commitsOf } from "./log-ref.ts";
import { changeRepository } from "./open-repository.ts";
import { formerCommits } from "./ref-history.ts";
import { planPrune, type PrunePlan, type RefCommits } from "./prune-plan.ts";
import { makeView } from "./repository-view.ts";
import { type SummaryState, summaryState } from "./summary-state.ts";

export interface PruneResult {
  readonly repo: string;
  readonly refs: PrunePlan["refs"];
  /** How many objects no remaining commit needs. */
  readonly objects: number;
  readonly freed: string;
  readonly applied: boolean;
  readonly summary: SummaryState;
}

/** Removes old commits of each ref, or reports what would be removed (`debootc ostree prune`). */
export async function pruneRepository(
  { repo, keep, keepDays, apply }: OstreePruneRequest,
  { clock }: PipelineDependencies,
): Promise<PruneResult> {
  const youngest = keepDays === undefined ? Infinity : clock().getTime() - keepDays * 24 * 3600 * 1000;
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const all = await readRefs(path);
    const { refs, droppedRefs, depth } = planPrune(await historiesIn(path, all), { keep, youngest });
    const pruned = apply
      ? await removeCommits(path, droppedRefs, depth)
      : await imagine(join(path, await makeView(repository, ["refs"])), all, droppedRefs, depth);
    return { repo: path, refs, ...pruned, applied: apply, summary: await summaryState(path) };
  });
}

async function historiesIn(repo: string, all: ReadonlyMap<string, string>): Promise<RefCommits[]> {
  const histories: RefCommits[] = [];
  for (const [ref, head] of all) {
    if (ref.includes(":")) continue;
    histories.push({ ref, head, former: formerCommits(all, ref), commits: await commitsOf(repo, ref) });
  }
  return histories;
}

async function removeCommits(repo: string, dropped: readonly string[], depth: number): Promise<Pruned> {
  await deleteRefs(repo, dropped);
  return await pruneObjects(repo, depth, true);
}

/** Counts the objects that would become unreachable, in a view that has only the refs that would stay. */
async function imagine(
  view: string,
  refs: ReadonlyMap<string, string>,
  dropped: readonly string[],
  depth: number,
): Promise<Pruned> {
  for (const [name, checksum] of refs) if (!dropped.includes(name)) await setRef(view, name, checksum);
  return await pruneObjects(view, depth, false);
}
