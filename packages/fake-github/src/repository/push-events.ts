import { pushedCommitShape } from "../shapes/commit-shape.ts";
import { pullShape } from "../shapes/pull-shape.ts";
import { pushedRepositoryShape } from "../shapes/repository-shape.ts";
import type { Account } from "../state/account.ts";
import { type Commit, fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Is what stands for no commit in a push. */
export const nothing = "0".repeat(40);
/** GitHub lists no more commits of a push than that. */
const mostCommits = 2048;

/** Describes how a reference moved. */
export interface Moved {
  /** In full, such as `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced?: boolean;
}

/** Sends `push`. */
export function emitPush(
  world: World,
  repository: Repository,
  author: Account,
  { ref, before, after, forced = false }: Moved,
  commits: readonly Commit[],
  head = commits.at(-1),
): void {
  const page = `${world.urls.html}/${fullName(repository)}`;
  world.emit({
    event: "push",
    repository,
    sender: author,
    payload: {
      ref,
      before,
      after,
      repository: pushedRepositoryShape(world.urls, repository),
      pusher: { name: author.login, email: `${author.login}@users.example` },
      created: before === nothing,
      deleted: after === nothing,
      forced,
      base_ref: null,
      compare: `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits: commits.slice(-mostCommits).map((commit) => pushedCommitShape(world.urls, repository, commit)),
      head_commit: head === undefined ? null : pushedCommitShape(world.urls, repository, head),
    },
  });
}

/** Notes that a repository was pushed to. */
export function touch(world: World, repository: Repository): void {
  repository.pushedAt = world.clock.now();
  repository.updatedAt = world.clock.now();
}

/** Moves the heads of the pull requests from a branch that was pushed to. */
export function synchronizePulls(
  world: World,
  pushed: Repository,
  branch: string,
  sha: string,
  sender: Account,
): void {
  for (const repository of world.repositories.values())
    for (const pull of repository.pulls.values()) {
      if (pull.headRepository !== pushed || pull.headBranch !== branch || pull.state !== "open") continue;
      const before = pull.headSha;
      pull.headSha = sha;
      pull.updatedAt = world.clock.now();
      world.emit({
        ...{ event: "pull_request", action: "synchronize", repository, sender },
        payload: {
          ...{ number: pull.number, before, after: sha },
          pull_request: pullShape(world.urls, repository, pull),
        },
      });
    }
}
