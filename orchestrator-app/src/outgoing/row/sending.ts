import type { Registries } from "../../channels/registries.ts";
import type { Database, Queries } from "../../database/database.ts";
import type { OutgoingRow } from "../../database/tables.ts";
import type { CallGitHub } from "../../github/call.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import type { Log } from "../../log/log.ts";

/** Holds what all senders need. */
export interface Sending {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  /** The id of the App, by which its own comments are known. */
  readonly appId: () => number;
  /** The address of GitHub's pages: `https://github.com`. */
  readonly htmlUrl: string;
  readonly registries: Registries;
  /** Returns why a task waits, for people. */
  readonly whyWaiting: (queries: Queries, taskId: number, now: Date) => Promise<string>;
}

/** Tells GitHub of the subject of one row, in its present state. Throws what prevents it. */
export type Send = (sending: Sending, row: OutgoingRow, repository: RepositoryAt) => Promise<Sent>;

/** Says what became of a row: `later` keeps it until the moment, without counting that as a failure. */
export type Sent = "done" | { readonly later: Date };
