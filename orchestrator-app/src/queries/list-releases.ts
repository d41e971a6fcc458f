import type { ReleaseState } from "@debootc/core/task/release-state";
import type { Queries } from "../database/database.ts";

/** Chooses releases; all if it is empty. */
export interface ReleaseFilter {
  readonly repositoryId?: number | undefined;
  readonly state?: ReleaseState | undefined;
}

/** Selects releases, the newest first, below the number `before`, without their packages. */
export function releasesQuery(
  queries: Queries,
  { repositoryId, state }: ReleaseFilter,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
) {
  return queries
    .selectFrom("release")
    .innerJoin("repository", "repository.id", "release.repository_id")
    .select([
      ...(["release.id", "release.run_id", "release.tag", "release.state", "release.compose_id"] as const),
      ...(["release.digest", "release.html_url", "release.failure"] as const),
      ...(["release.created_at", "release.published_at"] as const),
      "repository.full_name as repository",
    ])
    .$if(repositoryId !== undefined, (query) => query.where("release.repository_id", "=", repositoryId ?? 0))
    .$if(state !== undefined, (query) => query.where("release.state", "=", state ?? "published"))
    .$if(before !== undefined, (query) => query.where("release.id", "<", before ?? 0))
    .orderBy("release.id", "desc")
    .limit(limit);
}

/** Returns the results of the tasks of a run, or one by its number, with the names of the tasks. */
export async function artifactsBy(
  queries: Queries,
  wanted: { readonly run: number } | { readonly id: number },
) {
  return queries
    .selectFrom("artifact")
    .innerJoin("task", "task.id", "artifact.task_id")
    .selectAll("artifact")
    .select("task.name as task_name")
    .$if("run" in wanted, (query) => query.where("artifact.run_id", "=", "run" in wanted ? wanted.run : 0))
    .$if("id" in wanted, (query) => query.where("artifact.id", "=", "id" in wanted ? wanted.id : 0))
    .orderBy("artifact.id")
    .execute();
}
