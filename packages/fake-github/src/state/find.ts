import type { Account } from "./account.ts";
import type { App, Installation } from "./app.ts";
import { fullName, type Repository } from "./repository.ts";
import type { World } from "./world.ts";

/** Returns the account of a login, and makes it if nobody has it. */
export function accountOf(world: World, login: string, type: Account["type"] = "User"): Account {
  const known = world.accounts.get(login.toLowerCase());
  if (known !== undefined) return known;
  const account: Account = { id: world.newId(), login, type };
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

/** Finds a repository by `owner/name`, in any case, as GitHub does. */
export function findRepository(world: World, name: string): Repository | undefined {
  const wanted = name.toLowerCase();
  for (const repository of world.repositories.values())
    if (fullName(repository).toLowerCase() === wanted) return repository;
  return undefined;
}

/** Returns whether an installation covers a repository. */
export function covers({ account, selection, repositories }: Installation, repository: Repository): boolean {
  return account.id === repository.owner.id && (selection === "all" || repositories.has(repository.id));
}

/** Returns the repositories of an installation. */
export function repositoriesOf(world: World, installation: Installation): Repository[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

/** Finds the commit that a branch, a tag, a full reference or the beginning of a sha names. */
export function resolveRef(repository: Repository, ref: string): string | undefined {
  const named = /^(refs\/)?heads\//.test(ref)
    ? repository.branches.get(ref.replace(/^(refs\/)?heads\//, ""))
    : /^(refs\/)?tags\//.test(ref)
      ? repository.tags.get(ref.replace(/^(refs\/)?tags\//, ""))
      : (repository.branches.get(ref) ?? repository.tags.get(ref));
  if (named !== undefined) return named;
  const pull = /^(?:refs\/)?pull\/(\d+)\/(?:head|merge)$/.exec(ref);
  if (pull) return repository.pulls.get(Number(pull[1]))?.headSha;
  if (!/^[0-9a-f]{7,40}$/.test(ref)) return undefined;
  if (repository.commits.has(ref)) return ref;
  for (const sha of repository.commits.keys()) if (sha.startsWith(ref)) return sha;
  return undefined;
}

/** Returns the full name of a branch or tag, which may be full already. */
export function fullRef({ branches, tags }: Repository, name: string): string {
  if (name.startsWith("refs/")) return name;
  return branches.has(name) || !tags.has(name) ? `refs/heads/${name}` : `refs/tags/${name}`;
}

/** Finds an App by its slug or id. */
export function findApp(world: World, idOrSlug: number | string): App | undefined {
  for (const app of world.apps.values()) if (app.id === idOrSlug || app.slug === idOrSlug) return app;
  return undefined;
}
