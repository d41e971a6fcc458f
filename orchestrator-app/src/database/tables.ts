import type { LegChoice } from "@debootc/core/compose/chosen-legs";
import type { RunState } from "@debootc/core/task/run-state";
import type { TaskKind } from "@debootc/core/task/task-kind";
import type { TaskState } from "@debootc/core/task/task-state";
import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { Failure } from "./failure.ts";
import type { FleetTables } from "./fleet-tables.ts";
import type { NullableJson } from "./json-column.ts";
import type { LogTables } from "./log-tables.ts";
import type { ReleaseTables } from "./release-tables.ts";

export type { Failure };

type Json<T extends object> = JSONColumnType<T>;

/** Describes the tables of the hub; `migrations` makes them. Times are those of the hub's clock. */
export interface Tables extends FleetTables, LogTables, ReleaseTables {
  /** Everything that GitHub has sent and that was acknowledged, by the GUID of the delivery. */
  delivery: {
    guid: string;
    event: string;
    action: string | null;
    installation_id: number | null;
    repository_id: number | null;
    /** The raw body; absent once it has been cleared by retention. */
    body: string | null;
    state: "received" | "handled" | "failed";
    attempts: Generated<number>;
    received_at: Date;
    /** When it may be handled next: a failed try puts it off. */
    due_at: Date;
    lease_until: Date | null;
    handled_at: Date | null;
    /** What it led to, for people: `started run 12`, `ignored: no trigger`. */
    outcome: string | null;
  };
  installation: {
    id: number;
    account: string;
    account_type: string;
    state: "active" | "suspended" | "removed";
    permissions: Json<Record<string, string>>;
    /** When it last changed, by GitHub's clock: events that say what was before come late. */
    changed_at: Date;
  };
  repository: {
    id: number;
    installation_id: number;
    full_name: string;
    /** `HEAD` until an event names it. */
    default_branch: string;
    state: "active" | "archived" | "removed";
    private: boolean;
    /** When it last changed, by GitHub's clock; 1970 if no event said so yet. */
    changed_at: Date;
  };
  run: {
    id: Generated<number>;
    repository_id: number;
    /** Makes the run the only one of its cause: a delivery that is handled again starts none. */
    cause_key: string;
    cause: "push" | "tag" | "pull_request" | "schedule" | "comment" | "api" | "archive";
    state: RunState;
    /** Why it is in that state, for people. */
    reason: string | null;
    priority: Generated<number>;
    /** What is built. */
    ref: string;
    sha: string;
    /** The commit that the configuration is read at; of a pull request that of its base. */
    config_sha: string;
    pull_request: number | null;
    is_fork: boolean;
    /** The commit that somebody with permission said `ok` to. */
    approved_sha: string | null;
    actor: string;
    compose_id: string | null;
    /** Seconds since 1970, the same in all legs. */
    compose_timestamp: number | null;
    workflow: string | null;
    failure: NullableJson<Failure>;
    check_run_id: number | null;
    /** When planning may be tried next, and who plans until when. */
    due_at: Date;
    attempts: Generated<number>;
    lease_until: Date | null;
    created_at: Date;
    finished_at: Date | null;
    /** The variants and architectures that are wanted; all if absent. */
    choice: NullableJson<LegChoice>;
  };
  task: {
    id: Generated<number>;
    run_id: number;
    /** Its place in the run; whatever it needs comes before it. */
    position: number;
    kind: TaskKind;
    /** `server/arm64`, a source package, `assemble`, `release`. */
    name: string;
    variant: string | null;
    arch: string | null;
    /** Labels of a runner; if it is on the fleet, those that a host needs. */
    runs_on: Json<readonly string[]>;
    on_fleet: Generated<boolean>;
    required: boolean;
    state: TaskState;
    /** The number of the current attempt, or of the last; 0 before the first. */
    attempt: Generated<number>;
    max_attempts: number;
    timeout_seconds: number;
    /** When it may be assigned next: after a failure by the infrastructure a while later. */
    due_at: Date;
    /** Since when it is in its state. */
    since: Date;
    failure: NullableJson<Failure>;
    check_run_id: number | null;
  };
  task_need: {
    run_id: number;
    position: number;
    needs_position: number;
  };
  /** One try at a task. Its label ties a job of GitHub to it; a report with an older label changes nothing. */
  attempt: {
    label: string;
    task_id: number;
    number: number;
    /** Absent for what the hub does itself. */
    dispatch_id: string | null;
    github_job_id: number | null;
    runner: string | null;
    assigned_at: Date;
    started_at: Date | null;
    ended_at: Date | null;
    failure: NullableJson<Failure>;
    /** It is given to no host before, after a failure that another host would meet as well. */
    place_after: Generated<Date | null>;
  };
  /** One `workflow_dispatch` that carries some tasks of a run. Its id is an input of the workflow and in its run's name. */
  dispatch: {
    id: string;
    run_id: number;
    workflow: string;
    ref: string;
    inputs: Json<Record<string, string>>;
    state: "wanted" | "unsure" | "sent" | "refused";
    github_run_id: number | null;
    created_at: Date;
    sent_at: Date | null;
  };
  /** Each change of a run or a task, with who or what caused it; nothing in it is ever changed. */
  change: {
    id: Generated<number>;
    run_id: number;
    task_id: number | null;
    from_state: string | null;
    to_state: string;
    cause: string;
    actor: string;
    detail: NullableJson<object>;
    at: Date;
  };
  /** What GitHub has to be told, or asked, of a subject: whoever sends a row looks up the present state of that. */
  outgoing: {
    /** `check-task:12`, `check-run:3`, `dispatch:ID`, `cancel:RUN`, `look:LABEL`, `reaction:COMMENT`, `comment:RUN`. */
    key: string;
    kind: OutgoingKind;
    repository_id: number;
    /** Lower is sent first. */
    importance: number;
    /** Counts changes, so that one that comes while it is sent is not lost. */
    version: Generated<number>;
    due_at: Date;
    attempts: Generated<number>;
    lease_until: Date | null;
    /** Set before a call whose repetition would do harm: the next try first looks whether it was done. */
    unsure: Generated<boolean>;
    detail: NullableJson<object>;
    last_error: string | null;
    created_at: Date;
  };
  /** Leadership and other things that one replica at a time does; a term fences off an earlier holder. */
  lease: {
    name: string;
    holder: string;
    term: number;
    expires_at: Date;
  };
  /** Where a loop that pages through something of GitHub goes on. */
  cursor: {
    name: string;
    value: string;
    changed_at: Date;
  };
  /** What may still be asked of GitHub, shared by all replicas. */
  budget: {
    /** `installation:12` or `app`. */
    name: string;
    remaining: number | null;
    reset_at: Date | null;
    /** No call before: GitHub said `retry-after`. */
    blocked_until: Date | null;
    /** Points and writes of the current minute. */
    minute: Date;
    points: Generated<number>;
    writes: Generated<number>;
  };
  api_key: {
    id: string;
    name: string;
    algorithm: string;
    hash: string;
    created_at: Date;
    expires_at: Date | null;
    revoked_at: Date | null;
    last_used_at: Date | null;
  };
  /** Answers to requests that carried an idempotency key. */
  idempotency: {
    key: string;
    request_digest: string;
    status: number;
    body: string;
    created_at: Date;
  };
  /** Cron expressions of repositories, and when each is due. */
  schedule: {
    repository_id: number;
    name: string;
    cron: string;
    next_at: Date;
  };
}

/** Lists the kinds of what GitHub is told. */
export type OutgoingKind =
  | "button"
  | "dispatch"
  | "cancel"
  | "look"
  | "check-task"
  | "check-run"
  | "comment"
  | "image"
  | "latest"
  | "reaction"
  | "redeliver";

export type DeliveryRow = Selectable<Tables["delivery"]>;
export type RunRow = Selectable<Tables["run"]>;
export type TaskRow = Selectable<Tables["task"]>;
export type AttemptRow = Selectable<Tables["attempt"]>;
export type DispatchRow = Selectable<Tables["dispatch"]>;
export type RepositoryRow = Selectable<Tables["repository"]>;
export type OutgoingRow = Selectable<Tables["outgoing"]>;
