import type { RunState } from "@debootc/core/task/run-state";
import type { Queries } from "../database/database.ts";

/** Chooses runs; all if it is empty. */
export interface RunFilter {
  readonly repository?: string | undefined;
  readonly state?: RunState | undefined;
  readonly sha?: string | undefined;
  readonly pullRequest?: number | undefined;
}

/** Selects runs, the newest first, below the number `before`. */
export function runsQuery(
  queries: Queries,
  filter: RunFilter & { readonly repositoryId?: number | undefined },
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
) {
  const { repositoryId, state, sha, pullRequest } = filter;
  return queries
    .selectFrom("run")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .selectAll("run")
    .select("repository.full_name as repository")
    .$if(repositoryId !== undefined, (query) => query.where("run.repository_id", "=", repositoryId ?? 0))
    .$if(state !== undefined, (query) => query.where("run.state", "=", state ?? "OPEN"))
    .$if(sha !== undefined, (query) => query.where("run.sha", "=", sha ?? ""))
    .$if(pullRequest !== undefined, (query) => query.where("run.pull_request", "=", pullRequest ?? 0))
    .$if(before !== undefined, (query) => query.where("run.id", "<", before ?? 0))
    .orderBy("run.id", "desc")
    .limit(limit);
}

/** Returns a run with the name of its repository. */
export async function findRun(queries: Queries, id: number) {
  return queries
    .selectFrom("run")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .selectAll("run")
    .select("repository.full_name as repository")
    .where("run.id", "=", id)
    .executeTakeFirst();
}

/** Returns the id of a repository by its name, whatever its case; of those that were removed, none. */
export async function repositoryByName(queries: Queries, name: string) {
  return queries
    .selectFrom("repository")
    .selectAll()
    .where((is) => is(is.fn<string>("lower", ["full_name"]), "=", name.toLowerCase()))
    .where("state", "<>", "removed")
    .executeTakeFirst();
}
