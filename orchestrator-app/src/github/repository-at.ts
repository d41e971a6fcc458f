import type { Queries } from "../database/database.ts";
import { GitHubError } from "./github-error.ts";

/** Says where GitHub has a repository, and by whose rights it is reached. */
export interface RepositoryAt {
  readonly installation: number;
  /** OWNER/NAME. */
  readonly fullName: string;
  readonly defaultBranch: string;
  /** Whether the App can reach it. */
  readonly state: "active" | "suspended" | "removed";
}

/** Returns what a repository is called whose own name another one has taken, until an event tells its new one. */
export function unknownName(id: number): string {
  return `unknown/${id}`;
}

/**
 * Returns where a repository is now: it may have been renamed or transferred since. Throws `github-unreachable` while its name
 * is not known: by another one GitHub would say that nothing of it is there.
 */
export async function repositoryAt(queries: Queries, id: number): Promise<RepositoryAt> {
  const found = await queries
    .selectFrom("repository")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .select([
      "installation_id",
      "full_name",
      "default_branch",
      "repository.state",
      "installation.state as access",
    ])
    .where("repository.id", "=", id)
    .executeTakeFirstOrThrow();
  if (found.state !== "removed" && found.full_name === unknownName(id)) {
    throw new GitHubError(
      "github-unreachable",
      `cannot reach repository ${id}: another one has taken its name`,
      { hint: "The event that tells its new name is still to come; the hub tries again by itself." },
    );
  }
  return {
    installation: found.installation_id,
    fullName: found.full_name,
    defaultBranch: found.default_branch,
    state: found.state === "removed" ? "removed" : found.access,
  };
}
