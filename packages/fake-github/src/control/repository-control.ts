import { emitCheckRun } from "../checks/write-check-run.ts";
import { createComment, deleteComment, editComment } from "../repository/comment.ts";
import { createRepository, type NewRepository } from "../repository/create-repository.ts";
import {
  archiveRepository,
  deleteRepository,
  renameRepository,
  transferRepository,
} from "../repository/change-repository.ts";
import { closePull, type NewPull, openIssue, openPull } from "../repository/pull-request.ts";
import { type Push, push } from "../repository/push.ts";
import { rerequestCheckSuite } from "../checks/request-check-suites.ts";
import { accountOf, findApp } from "../state/find.ts";
import type { Issue, IssueComment } from "../state/issue.ts";
import { fullName, type PermissionLevel, type Pull, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Does with repositories what people do with git and on GitHub's pages. */
export interface RepositoryControl {
  readonly createRepository: (options: NewRepository) => Repository;
  readonly fork: (repository: Repository, owner: string) => Repository;
  /** Commits files and pushes them, or moves a tag, or deletes either. Returns the sha. */
  readonly push: (repository: Repository, options: Push) => string;
  readonly protectBranch: (repository: Repository, branch: string, isProtected?: boolean) => void;
  readonly setPermission: (repository: Repository, login: string, level: PermissionLevel) => void;
  readonly rename: (repository: Repository, name: string) => void;
  readonly transfer: (repository: Repository, owner: string) => void;
  readonly archive: (repository: Repository, isArchived?: boolean) => void;
  readonly deleteRepository: (repository: Repository) => void;
  readonly openIssue: (repository: Repository, options: { author: string; title?: string }) => Issue;
  readonly openPullRequest: (repository: Repository, options: NewPull) => Pull;
  readonly closePullRequest: (repository: Repository, number: number, options?: { merge?: boolean }) => void;
  readonly comment: (repository: Repository, issue: number, author: string, body: string) => IssueComment;
  readonly editComment: (repository: Repository, comment: IssueComment, author: string, body: string) => void;
  readonly deleteComment: (repository: Repository, comment: IssueComment, author: string) => void;
  /** Asks for a check run again, or presses one of its buttons. */
  readonly rerequestCheckRun: (repository: Repository, id: number, login: string) => void;
  readonly pressButton: (repository: Repository, id: number, login: string, identifier: string) => void;
  readonly rerequestCheckSuite: (repository: Repository, id: number, login: string) => void;
}

/** Returns the control of repositories. */
export function repositoryControl(world: World): RepositoryControl {
  const checkEvent = (
    repository: Repository,
    id: number,
    login: string,
    action: "rerequested" | "requested_action",
    button?: string,
  ) => {
    const check = repository.checkRuns.get(id);
    const app = check && findApp(world, check.appId);
    if (check === undefined || app === undefined)
      throw new Error(`cannot press: ${fullName(repository)} has no check run ${id}`);
    if (button !== undefined && !check.actions.some(({ identifier }) => identifier === button))
      throw new Error(`cannot press: the check run has no button "${button}"`);
    emitCheckRun(world, repository, check, app, action, accountOf(world, login), button);
  };
  return {
    createRepository: (options) => createRepository(world, options),
    fork: (repository, owner) => createRepository(world, { name: `${owner}/${repository.name}` }, repository),
    push: (repository, options) => push(world, repository, options),
    protectBranch: ({ protectedBranches }, branch, isProtected = true) => {
      if (isProtected) protectedBranches.add(branch);
      else protectedBranches.delete(branch);
    },
    setPermission: ({ collaborators }, login, level) => {
      collaborators.set(accountOf(world, login).login, level);
    },
    rename: (repository, name) => renameRepository(world, repository, name),
    transfer: (repository, owner) => transferRepository(world, repository, owner),
    archive: (repository, isArchived = true) => archiveRepository(world, repository, isArchived),
    deleteRepository: (repository) => deleteRepository(world, repository),
    openIssue: (repository, options) => openIssue(world, repository, options),
    openPullRequest: (repository, options) => openPull(world, repository, options),
    closePullRequest: (repository, number, { merge = false } = {}) =>
      closePull(world, repository, number, merge),
    comment: (repository, issue, author, body) =>
      createComment(world, repository, { issue, user: accountOf(world, author), body }),
    editComment: (repository, comment, author, body) =>
      editComment(world, repository, comment, { body, by: accountOf(world, author) }),
    deleteComment: (repository, comment, author) =>
      deleteComment(world, repository, comment, accountOf(world, author)),
    rerequestCheckRun: (repository, id, login) => checkEvent(repository, id, login, "rerequested"),
    pressButton: (repository, id, login, button) =>
      checkEvent(repository, id, login, "requested_action", button),
    rerequestCheckSuite: (repository, id, login) =>
      rerequestCheckSuite(world, repository, id, accountOf(world, login)),
  };
}
