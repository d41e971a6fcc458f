import type { Account } from "./account.ts";
import type { Annotation } from "./annotation.ts";
import type { Permissions } from "./app.ts";

/** Is how a run or a job ended. */
export type Conclusion =
  | "success"
  | "failure"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "neutral"
  | "action_required"
  | "startup_failure";

/** Is a workflow file of a repository. */
export interface Workflow {
  readonly id: number;
  readonly path: string;
  name: string;
  state: "active" | "disabled_manually";
  readonly createdAt: number;
}

/** Describes a job that a run will have. */
export interface JobPlan {
  readonly name: string;
  /** What `runs-on` asks for. */
  readonly labels: readonly string[];
  /** Names of jobs that have to succeed first. */
  readonly needs?: readonly string[];
  /** Whether it runs even if one of its needs did not succeed, as with `if: always()`. */
  readonly always?: boolean;
  /** The job of the workflow file that it comes from, and its combination of the matrix. */
  readonly key?: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  /** What its token may do; reading the repository when absent. */
  readonly permissions?: Permissions;
  /** Decides whether it runs once what it needs has ended; when absent, all of that has to have succeeded. */
  readonly condition?: (needs: NeedsOfJob) => boolean;
}

/** Tells how the jobs ended that a job needs, by their keys in the workflow file. */
export type NeedsOfJob = Readonly<
  Record<string, { readonly result: Conclusion; readonly outputs: Readonly<Record<string, string>> }>
>;

/** Is a job of one attempt of a run. */
export interface Job {
  readonly id: number;
  readonly runId: number;
  readonly attempt: number;
  readonly plan: JobPlan;
  status: "queued" | "in_progress" | "completed";
  conclusion?: Conclusion;
  readonly createdAt: number;
  /** Begins the 24 hours after which a queued job fails. */
  readonly queuedAt: number;
  startedAt?: number;
  completedAt?: number;
  /** The runner that works on it, or did. */
  runnerId?: number;
  runnerName?: string;
  /** The runner that it was offered to, which has 60 seconds to begin. */
  assignedTo?: number;
  /** What its steps said by commands, if its runner said so; else its log has them. */
  annotations?: readonly Annotation[];
  /** What it printed. */
  log: string;
  /** How often an offer was not taken. */
  requeues: number;
  outputs: Readonly<Record<string, string>>;
  /** Whether its runner was asked to end it. */
  isCancelled: boolean;
}

/** Is a run of a workflow. */
export interface Run {
  readonly id: number;
  readonly workflow: Workflow;
  readonly number: number;
  attempt: number;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly actor: Account;
  readonly title: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly checkSuiteId: number;
  status: "queued" | "in_progress" | "completed";
  conclusion?: Conclusion;
  readonly plan: readonly JobPlan[];
  /** Jobs of earlier attempts that a later attempt does again. */
  readonly discarded: Set<number>;
  readonly createdAt: number;
  startedAt: number;
  updatedAt: number;
}

/** Is an artifact that a run left. */
export interface Artifact {
  readonly id: number;
  readonly runId: number;
  /** The attempt of the run; names are unique in one. */
  readonly attempt: number;
  /** The job that uploaded it; absent if a test did. */
  readonly jobId?: number;
  readonly name: string;
  /** Where its bytes are. */
  readonly blob: string;
  readonly size: number;
  readonly digest?: string;
  /** Of a single file that is not zipped. */
  readonly contentType?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}
