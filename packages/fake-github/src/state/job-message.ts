import type { NeedsOfJob } from "./workflow.ts";

/** Is what a runner is told of the job that it begins: the answer of `POST /_runner/jobs/ID/acquire`. */
export interface JobMessage {
  readonly job: {
    readonly id: number;
    /** The job of the workflow file. */
    readonly key: string;
    readonly name: string;
    readonly labels: readonly string[];
    /** What the token may do. */
    readonly permissions: Readonly<Record<string, string>>;
  };
  /** The combination of the matrix that it is; absent for a job without one. */
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly needs: NeedsOfJob;
  readonly run: {
    readonly id: number;
    readonly number: number;
    readonly attempt: number;
    readonly title: string;
    readonly event: string;
    readonly sha: string;
    /** In full, such as `refs/heads/main`. */
    readonly ref: string;
    readonly refName: string;
    readonly actor: string;
  };
  readonly workflow: { readonly path: string; readonly name: string };
  readonly repository: { readonly name: string; readonly private: boolean; readonly cloneUrl: string };
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The event as steps see it in `github.event`. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly urls: { readonly api: string; readonly server: string };
  /** A secret: `GITHUB_TOKEN`. */
  readonly token: string;
  /** What actions in JavaScript get, and `run:` steps do not. One is a secret. */
  readonly variables: Readonly<Record<string, string>>;
}
