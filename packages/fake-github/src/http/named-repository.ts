import { ApiError } from "../api/api-error.ts";
import { findRepository } from "../state/find.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Finds the repository that a path names; a former name is answered with where it is now. */
export function findNamedRepository(
  world: World,
  params: Readonly<Record<string, string>>,
  /** The address that was asked for, with its query. */
  url: string,
): Repository | undefined {
  const { owner, repo } = params;
  if (owner === undefined || repo === undefined) return undefined;
  const name = `${owner}/${repo}`;
  const repository = findRepository(world, name);
  if (repository !== undefined) return repository;
  const moved = world.repositories.get(world.formerNames.get(name.toLowerCase()) ?? 0);
  if (moved === undefined) throw new ApiError(404, "Not Found");
  const location = url.replace(`/repos/${name}`, `/repositories/${moved.id}`);
  throw new ApiError(301, "Moved Permanently", { headers: { location } });
}
