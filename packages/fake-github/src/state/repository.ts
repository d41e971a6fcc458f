import type { Account } from "./account.ts";
import type { CheckRun, CheckSuite } from "./check.ts";
import type { Issue, IssueComment, PullOf } from "./issue.ts";
import type { Release } from "./release.ts";
import type { Runner } from "./runner.ts";
import type { Artifact, Job, Run, Workflow } from "./workflow.ts";

/** Lists what a person may do in a repository, from the least to the most. */
export const permissionLevels = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type PermissionLevel = (typeof permissionLevels)[number];

/** Is a commit with all files of its tree. */
export interface Commit {
  readonly sha: string;
  readonly treeSha: string;
  readonly tree: ReadonlyMap<string, Buffer>;
  /** The modes of those that are not plain files, as git writes them: `100755`, `120000`. */
  readonly modes: ReadonlyMap<string, string>;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: { readonly login: string; readonly name: string; readonly email: string };
  readonly time: number;
}

/** Holds a repository with everything in it. */
export interface Repository {
  readonly id: number;
  owner: Account;
  name: string;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  readonly description: string;
  readonly createdAt: number;
  pushedAt: number;
  updatedAt: number;
  /** What it was forked from. */
  readonly parent?: Repository;
  /** A fork and its parent share one store, as on GitHub. */
  readonly commits: Map<string, Commit>;
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly protectedBranches: Set<string>;
  readonly collaborators: Map<string, PermissionLevel>;
  /** Pull requests are issues, and share their numbers. */
  lastNumber: number;
  readonly issues: Map<number, Issue>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, IssueComment>;
  readonly workflows: Map<string, Workflow>;
  readonly runs: Map<number, Run>;
  readonly jobs: Map<number, Job>;
  readonly artifacts: Map<number, Artifact>;
  readonly runners: Map<number, Runner>;
  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly releases: Map<number, Release>;
  /** Whether publishing a release locks its tag and its files. */
  immutableReleases: boolean;
  /** Tags of immutable releases that were deleted, which nobody may use again. */
  readonly burntTags: Set<string>;
}

/** Is a pull request. */
export type Pull = PullOf<Repository>;

/** Returns `owner/name`. */
export function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}
