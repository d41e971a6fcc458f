import { requestCheckSuites } from "../checks/request-check-suites.ts";
import type { Account } from "../state/account.ts";
import type { Commit, Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { emitPush, type Moved, nothing, synchronizePulls, touch } from "./push-events.ts";
import { registerWorkflows } from "./register-workflows.ts";

/** Moves a branch or tag whose commits are known already, and tells of it as of any push. */
export function receivePush(world: World, repository: Repository, author: Account, moved: Moved): void {
  const { ref, before, after } = moved;
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return;
  const refs = kind === "heads" ? repository.branches : repository.tags;
  const others = before === nothing ? [...repository.branches.values(), ...repository.tags.values()] : [];
  const known = new Set(reachable(repository, [before, ...others]).keys());
  if (after === nothing) refs.delete(name);
  else refs.set(name, after);
  touch(world, repository);
  const history = reachable(repository, [after]);
  const commits = [...history.values()].filter(({ sha }) => !known.has(sha)).reverse();
  const forced = before !== nothing && after !== nothing && !history.has(before);
  emitPush(world, repository, author, { ...moved, forced }, commits, repository.commits.get(after));
  if (kind !== "heads" || after === nothing) return;
  if (name === repository.defaultBranch) registerWorkflows(world, repository);
  requestCheckSuites(world, repository, after, name, author);
  synchronizePulls(world, repository, name, after, author);
}

/** Returns commits with all that they build on, the newest first. */
function reachable({ commits }: Repository, tips: Iterable<string>): Map<string, Commit> {
  const found = new Map<string, Commit>();
  const waiting = [...tips];
  for (const sha of waiting) {
    const commit = commits.get(sha);
    if (commit === undefined || found.has(sha)) continue;
    found.set(sha, commit);
    waiting.push(...commit.parents);
  }
  return found;
}
