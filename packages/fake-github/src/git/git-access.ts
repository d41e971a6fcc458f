import { covers, accountOf } from "../state/find.ts";
import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Says who may do something with git, or with which status it is refused. */
export type GitAccess =
  | { readonly who: Account }
  | { readonly status: 401 | 403 | 404; readonly message: string };

const writers = ["write", "maintain", "admin"];

/**
 * Returns who calls with git. A token is that of an installation or a job; any other name is that person, whatever the
 * password; without a name it is the owner of the repository, who is at this machine.
 */
export function gitAccess(
  world: World,
  repository: Repository,
  header: string | undefined,
  wish: "read" | "write",
): GitAccess {
  const { owner } = repository;
  const credentials = /^basic +(\S+)$/i.exec(header ?? "")?.[1];
  if (credentials === undefined)
    return repository.private && wish === "read"
      ? { status: 401, message: "Authentication required" }
      : { who: owner };
  const [name = "", password = ""] = Buffer.from(credentials, "base64").toString().split(":");
  const token = [name, password].find((one) => one.startsWith("ghs_"));
  if (token !== undefined) return accessOfToken(world, repository, token, wish);
  const level = repository.collaborators.get(name);
  const isOwner = name.toLowerCase() === owner.login.toLowerCase();
  if (isOwner) return { who: owner };
  if (wish === "read")
    return repository.private && level === undefined
      ? { status: 404, message: "Repository not found." }
      : { who: accountOf(world, name) };
  if (level !== undefined && writers.includes(level)) return { who: accountOf(world, name) };
  return { status: 403, message: `Permission to ${owner.login}/${repository.name}.git denied to ${name}.` };
}

function accessOfToken(
  world: World,
  repository: Repository,
  text: string,
  wish: "read" | "write",
): GitAccess {
  const token = world.tokens.get(text);
  if (token === undefined || token.expiresAt <= world.clock.now())
    return { status: 401, message: "Bad credentials" };
  const { installation, permissions, repositories } = token;
  const level = permissions["contents"];
  const reaches = covers(installation, repository) && (repositories?.has(repository.id) ?? true);
  if (!reaches || (wish === "write" && level !== "write") || (repository.private && level === undefined))
    return { status: 403, message: "Resource not accessible by integration" };
  return { who: installation.app.bot };
}
