import type { Account } from "./account.ts";

/** Is a reaction to a comment. */
export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: number;
}

/** Is a comment on an issue or a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly issue: number;
  readonly user: Account;
  /** The App that wrote it, by its slug. */
  readonly viaApp?: number;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: Reaction[];
}

/** Is an issue, or the side of a pull request that comments belong to. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly title: string;
  readonly body: string;
  state: "open" | "closed";
  readonly createdAt: number;
  updatedAt: number;
  readonly isPull: boolean;
}

/** Is a pull request between repositories of some kind. */
export interface PullOf<Place> {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly title: string;
  readonly body: string;
  state: "open" | "closed";
  merged: boolean;
  readonly base: string;
  baseSha: string;
  /** Where it comes from; a fork, or the same repository. */
  readonly headRepository: Place;
  readonly headBranch: string;
  headSha: string;
  readonly createdAt: number;
  updatedAt: number;
  closedAt?: number;
}
