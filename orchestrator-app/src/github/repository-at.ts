import type { Queries } from "../database/database.ts";

/** Says where GitHub has a repository, and by whose rights it is reached. */
export interface RepositoryAt {
  readonly installation: number;
  /** OWNER/NAME. */
  readonly fullName: string;
  readonly defaultBranch: string;
  /** Whether the App can reach it. */
  readonly state: "active" | "suspended" | "removed";
}

/** Returns where a repository is now: it may have been renamed or transferred since. */
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
  return {
    installation: found.installation_id,
    fullName: found.full_name,
    defaultBranch: found.default_branch,
    state: found.state === "removed" ? "removed" : found.access,
  };
}
