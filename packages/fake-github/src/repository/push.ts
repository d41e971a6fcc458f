import { requestCheckSuites } from "../checks/request-check-suites.ts";
import type { Account } from "../state/account.ts";
import { accountOf } from "../state/find.ts";
import { type Commit, fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { type Files, newCommit } from "./new-commit.ts";
import { emitPush, nothing, synchronizePulls, touch } from "./push-events.ts";
import { registerWorkflows } from "./register-workflows.ts";

/** Describes a push. */
export interface Push {
  /** The default branch when absent. */
  readonly branch?: string;
  /** Tags the commit, or what the branch has if there are no files. */
  readonly tag?: string;
  readonly author: string;
  readonly message?: string;
  readonly files?: Files;
  /** Deletes the branch or the tag. */
  readonly delete?: boolean;
}

/** Does a push of a commit, a tag or a deletion, and returns the sha that the reference had or got. */
export function push(world: World, repository: Repository, options: Push): string {
  const branch = options.branch ?? repository.defaultBranch;
  const author = accountOf(world, options.author);
  const tip = repository.branches.get(branch);
  const before = tip ?? nothing;
  if (options.delete) return deleteRef(world, repository, options.tag, branch, author);
  const parent = tip === undefined ? branchPoint(repository) : repository.commits.get(tip);
  const files = options.files ?? {};
  if (Object.keys(files).length === 0 && options.tag !== undefined && parent !== undefined) {
    moveTag(world, repository, options.tag, parent, author);
    return parent.sha;
  }
  const message = options.message ?? `Change ${Object.keys(files).join(", ")}`;
  const commit = newCommit(parent, files, { message, author: author.login, time: world.clock.now() });
  repository.commits.set(commit.sha, commit);
  repository.branches.set(branch, commit.sha);
  touch(world, repository);
  if (branch === repository.defaultBranch) registerWorkflows(world, repository);
  emitPush(world, repository, author, { ref: `refs/heads/${branch}`, before, after: commit.sha }, [commit]);
  requestCheckSuites(world, repository, commit.sha, branch, author);
  synchronizePulls(world, repository, branch, commit.sha, author);
  if (options.tag !== undefined) moveTag(world, repository, options.tag, commit, author);
  return commit.sha;
}

/** A new branch begins where the default branch is. */
function branchPoint(repository: Repository): Commit | undefined {
  const sha = repository.branches.get(repository.defaultBranch);
  return sha === undefined ? undefined : repository.commits.get(sha);
}

function moveTag(world: World, repository: Repository, tag: string, commit: Commit, author: Account): void {
  const before = repository.tags.get(tag) ?? nothing;
  repository.tags.set(tag, commit.sha);
  touch(world, repository);
  const head = before === nothing ? [] : [commit];
  emitPush(world, repository, author, { ref: `refs/tags/${tag}`, before, after: commit.sha }, head, commit);
}

function deleteRef(
  world: World,
  repository: Repository,
  tag: string | undefined,
  branch: string,
  author: Account,
): string {
  const refs = tag === undefined ? repository.branches : repository.tags;
  const name = tag ?? branch;
  const before = refs.get(name);
  if (before === undefined) throw new Error(`cannot delete: ${fullName(repository)} has no ${name}`);
  refs.delete(name);
  const ref = tag === undefined ? `refs/heads/${name}` : `refs/tags/${name}`;
  emitPush(world, repository, author, { ref, before, after: nothing }, []);
  return before;
}
