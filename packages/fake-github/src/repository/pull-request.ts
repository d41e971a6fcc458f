import { pullShape } from "../shapes/pull-shape.ts";
import { accountOf } from "../state/find.ts";
import type { Issue } from "../state/issue.ts";
import { fullName, type Pull, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Describes a pull request that is to be opened. */
export interface NewPull {
  readonly author: string;
  readonly title?: string;
  readonly body?: string;
  /** The branch that it comes from, in `from`. */
  readonly branch: string;
  /** The fork that it comes from; the repository itself when absent. */
  readonly from?: Repository;
  /** The branch that it goes to; the default branch when absent. */
  readonly base?: string;
}

/** Opens a pull request. Throws if one of its branches is missing. */
export function openPull(world: World, repository: Repository, options: NewPull): Pull {
  const from = options.from ?? repository;
  const base = options.base ?? repository.defaultBranch;
  const headSha = from.branches.get(options.branch);
  const baseSha = repository.branches.get(base);
  if (headSha === undefined)
    throw new Error(`cannot open a pull request: ${fullName(from)} has no branch ${options.branch}`);
  if (baseSha === undefined)
    throw new Error(`cannot open a pull request: ${fullName(repository)} has no branch ${base}`);
  const issue = openIssue(world, repository, options, true);
  const pull: Pull = {
    ...{ id: world.newId(), number: issue.number, user: issue.user },
    ...{ title: issue.title, body: issue.body, state: "open", merged: false },
    ...{ base, baseSha, headRepository: from, headBranch: options.branch, headSha },
    ...{ createdAt: issue.createdAt, updatedAt: issue.createdAt },
  };
  repository.pulls.set(pull.number, pull);
  emitPull(world, repository, pull, "opened");
  return pull;
}

/** Closes a pull request, and may merge it: the base branch then has its head. */
export function closePull(world: World, repository: Repository, number: number, merge: boolean): void {
  const pull = repository.pulls.get(number);
  if (pull === undefined)
    throw new Error(`cannot close: ${fullName(repository)} has no pull request ${number}`);
  pull.state = "closed";
  pull.merged = merge;
  pull.closedAt = world.clock.now();
  pull.updatedAt = world.clock.now();
  const issue = repository.issues.get(number);
  if (issue !== undefined) issue.state = "closed";
  if (merge) {
    repository.branches.set(pull.base, pull.headSha);
  }
  emitPull(world, repository, pull, "closed");
}

/** Opens an issue, which may be the one of a pull request. */
export function openIssue(
  world: World,
  repository: Repository,
  { author, title, body }: { author: string; title?: string; body?: string },
  isPull = false,
): Issue {
  repository.lastNumber += 1;
  const number = repository.lastNumber;
  const now = world.clock.now();
  const issue: Issue = {
    ...{ id: world.newId(), number, user: accountOf(world, author) },
    ...{ title: title ?? `Number ${number}`, body: body ?? "", state: "open", isPull },
    ...{ createdAt: now, updatedAt: now },
  };
  repository.issues.set(number, issue);
  return issue;
}

function emitPull(world: World, repository: Repository, pull: Pull, action: "opened" | "closed"): void {
  world.emit({
    ...{ event: "pull_request", action, repository, sender: pull.user },
    payload: { number: pull.number, pull_request: pullShape(world.urls, repository, pull) },
  });
}
