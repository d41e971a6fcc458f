import type { Clock } from "../clock/clock.ts";
import type { BlobStore } from "../results/blob-store.ts";
import type { UrlSigner } from "../results/signed-url.ts";
import type { Account } from "./account.ts";
import type { App, Installation, InstallationToken } from "./app.ts";
import type { Delivery } from "./delivery.ts";
import type { Ledger } from "./ledger.ts";
import type { Repository } from "./repository.ts";
import type { Job, JobPlan, Run } from "./workflow.ts";

/** Decides which jobs a run has. */
export type PlanJobs = (run: {
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The ref in full, such as `refs/heads/main`. */
  readonly fullRef: string;
  readonly sha: string;
  readonly event: string;
  readonly actor: string;
  /** What the commit has as workflow file; undefined if it has none. */
  readonly file: string | undefined;
}) => readonly JobPlan[];

/** Is an App that someone described by a manifest, which waits for its code to be exchanged. */
export interface PendingApp {
  readonly app: App;
  readonly clientSecret: string;
  readonly privateKey: string;
  readonly expiresAt: number;
}

/** Names the job that a token belongs to. */
export interface JobAccess {
  readonly repository: Repository;
  readonly run: Run;
  readonly job: Job;
}

/** Holds all that GitHub knows here, and what its parts need of each other. */
export interface World {
  readonly clock: Clock;
  readonly random: () => number;
  readonly seed: number;
  /** Returns a number that nothing else has. */
  readonly newId: () => number;
  /** Where the API, the pages and the uploads are, without a slash at the end. */
  readonly urls: { api: string; html: string; uploads: string };
  readonly accounts: Map<string, Account>;
  readonly apps: Map<number, App>;
  readonly pendingApps: Map<string, PendingApp>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, InstallationToken>;
  /** What a job was given to be known by: the token of the services of its runner, and its `GITHUB_TOKEN`. */
  readonly jobTokens: Map<string, JobAccess>;
  readonly repositories: Map<number, Repository>;
  /** Old names that lead to a repository: after a renaming GitHub redirects. */
  readonly formerNames: Map<string, number>;
  readonly deliveries: Map<number, Delivery>;
  readonly ledger: Ledger;
  /** Keeps the bytes of artifacts and caches. */
  readonly blobs: BlobStore;
  readonly signer: UrlSigner;
  planJobs: PlanJobs;
  /** The version of GitHub Enterprise Server that is played; undefined for github.com. */
  readonly enterpriseServer: string | undefined;
  /** Called for each job that GitHub's own machines take. */
  readonly hostedLabels: ReadonlySet<string>;
  /** Sends an event to every App that wants it. */
  emit: Emit;
}

/** Sends an event of a repository to the Apps that are installed there and subscribed to it. */
export type Emit = (event: WorldEvent) => void;

/** Describes an event as its cause knows it. */
export interface WorldEvent {
  readonly event: string;
  readonly action?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly sender: Account;
  readonly repository?: Repository;
  /** Sends it to this installation alone, subscribed or not. */
  readonly installation?: Installation;
  /** Sends it to this App alone. */
  readonly onlyApp?: number;
}

/** Finds a job of any repository with its run. */
export function findJob(repository: Repository, id: number): { job: Job; run: Run } | undefined {
  const job = repository.jobs.get(id);
  const run = job && repository.runs.get(job.runId);
  return job && run ? { job, run } : undefined;
}
