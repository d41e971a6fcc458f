import { type Kysely, sql } from "kysely";
import { type Moves, movesOf, wordsOf } from "./moves-of.ts";

// What core says today may be another thing tomorrow: then another migration changes these.
const taskMoves: Moves = {
  FREE: ["ASSIGNED", "FAILED", "CANCELED"],
  ASSIGNED: ["FREE", "RUNNING", "COMPLETED", "FAILED", "CANCELED"],
  RUNNING: ["FREE", "COMPLETED", "FAILED", "CANCELED"],
  COMPLETED: [],
  FAILED: ["FREE"],
  CANCELED: ["FREE"],
};

const statements: readonly string[] = [
  `create table installation (
    id bigint primary key,
    account text not null,
    account_type text not null,
    state text not null check (state in ('active', 'suspended', 'removed')),
    permissions jsonb not null,
    changed_at timestamptz not null
  )`,
  `create table repository (
    id bigint primary key,
    installation_id bigint not null references installation,
    full_name text not null,
    default_branch text not null,
    state text not null check (state in ('active', 'archived', 'removed')),
    private boolean not null,
    changed_at timestamptz not null
  )`,
  `create index repository_of_installation on repository (installation_id)`,
  `create unique index repository_name on repository (lower(full_name)) where state <> 'removed'`,
  // No foreign keys: a delivery is stored whatever it speaks of.
  `create table delivery (
    guid text primary key check (length(guid) between 1 and 100),
    event text not null,
    action text,
    installation_id bigint,
    repository_id bigint,
    body text,
    state text not null check (state in ('received', 'handled', 'failed')),
    attempts int not null default 0,
    received_at timestamptz not null,
    due_at timestamptz not null,
    lease_until timestamptz,
    handled_at timestamptz,
    outcome text,
    check ((state = 'received') = (handled_at is null)),
    check (state <> 'received' or body is not null)
  )`,
  `create index delivery_waiting on delivery (due_at) where state = 'received'`,
  `create index delivery_newest on delivery (received_at desc, guid)`,
  `create table run (
    id bigint primary key generated always as identity,
    repository_id bigint not null references repository,
    cause_key text not null,
    cause text not null check (cause in ('push', 'tag', 'pull_request', 'schedule', 'comment', 'api', 'archive')),
    state text not null check (state in ('PLANNING', 'WAITING', 'OPEN', 'COMPLETED', 'INCOMPLETE', 'FAILED', 'CANCELED', 'SKIPPED')),
    reason text,
    priority int not null default 0 check (priority between -100 and 100),
    ref text not null,
    sha text not null check (sha ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
    config_sha text not null check (config_sha ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
    pull_request int,
    is_fork boolean not null,
    approved_sha text,
    actor text not null,
    compose_id text,
    compose_timestamp bigint,
    workflow text,
    failure jsonb,
    check_run_id bigint,
    due_at timestamptz not null,
    attempts int not null default 0,
    lease_until timestamptz,
    created_at timestamptz not null,
    finished_at timestamptz,
    unique (repository_id, cause_key),
    check ((finished_at is null) = (state in ('PLANNING', 'WAITING', 'OPEN'))),
    -- Code of a fork is not planned, let alone run, before somebody approved this very commit.
    check (not is_fork or state in ('WAITING', 'SKIPPED', 'CANCELED', 'FAILED') or coalesce(approved_sha = sha, false))
  )`,
  `create index run_planning on run (due_at) where state = 'PLANNING'`,
  `create index run_of_repository on run (repository_id, id desc)`,
  `create index run_of_commit on run (repository_id, sha)`,
  `create table task (
    id bigint primary key generated always as identity,
    run_id bigint not null references run,
    position int not null check (position >= 0),
    kind text not null check (kind in ('package', 'leg', 'assemble', 'release')),
    name text not null,
    variant text,
    arch text,
    runs_on jsonb not null,
    required boolean not null,
    state text not null check (state in (${wordsOf(Object.keys(taskMoves))})),
    attempt int not null default 0 check (attempt >= 0),
    max_attempts int not null check (max_attempts > 0),
    timeout_seconds int not null check (timeout_seconds > 0),
    due_at timestamptz not null,
    since timestamptz not null,
    failure jsonb,
    check_run_id bigint,
    unique (run_id, position),
    unique (run_id, kind, name),
    check (state not in ('ASSIGNED', 'RUNNING') or attempt > 0),
    check ((state = 'FAILED') <= (failure is not null))
  )`,
  `create index task_free on task (due_at) where state = 'FREE'`,
  `create index task_active on task (since) where state in ('ASSIGNED', 'RUNNING')`,
  // What a task needs comes before it, so that no run can wait for itself.
  `create table task_need (
    run_id bigint not null,
    position int not null,
    needs_position int not null,
    primary key (run_id, position, needs_position),
    foreign key (run_id, position) references task (run_id, position),
    foreign key (run_id, needs_position) references task (run_id, position),
    check (needs_position < position)
  )`,
  `create table dispatch (
    id text primary key,
    run_id bigint not null references run,
    workflow text not null,
    ref text not null,
    inputs jsonb not null,
    state text not null check (state in ('wanted', 'unsure', 'sent', 'refused')),
    github_run_id bigint unique,
    created_at timestamptz not null,
    sent_at timestamptz,
    check ((state = 'sent') = (sent_at is not null))
  )`,
  `create index dispatch_of_run on dispatch (run_id)`,
  `create table attempt (
    label text primary key,
    task_id bigint not null references task,
    number int not null check (number > 0),
    dispatch_id text not null references dispatch,
    github_job_id bigint unique,
    runner text,
    assigned_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    failure jsonb,
    unique (task_id, number)
  )`,
  // No two attempts of a task at once.
  `create unique index attempt_under_way on attempt (task_id) where ended_at is null`,
  `create index attempt_of_dispatch on attempt (dispatch_id)`,
  `create table change (
    id bigint primary key generated always as identity,
    run_id bigint not null references run,
    task_id bigint references task,
    from_state text,
    to_state text not null,
    cause text not null,
    actor text not null,
    detail jsonb,
    at timestamptz not null
  )`,
  `create index change_of_run on change (run_id, id)`,
  `create index change_of_task on change (task_id, id)`,
  `create table outgoing (
    key text primary key,
    kind text not null,
    repository_id bigint not null references repository,
    importance int not null,
    version int not null default 1,
    due_at timestamptz not null,
    attempts int not null default 0,
    lease_until timestamptz,
    unsure boolean not null default false,
    detail jsonb,
    last_error text,
    created_at timestamptz not null
  )`,
  `create index outgoing_due on outgoing (importance, due_at)`,
  `create table lease (name text primary key, holder text not null, term bigint not null, expires_at timestamptz not null)`,
  `create table cursor (name text primary key, value text not null, changed_at timestamptz not null)`,
  `create table budget (
    name text primary key,
    remaining int,
    reset_at timestamptz,
    blocked_until timestamptz,
    minute timestamptz not null,
    points int not null default 0,
    writes int not null default 0
  )`,
  `create table api_key (
    id text primary key,
    name text not null,
    algorithm text not null,
    hash text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  `create table idempotency (
    key text primary key,
    request_digest text not null,
    status int not null,
    body text not null,
    created_at timestamptz not null
  )`,
  `create table schedule (
    repository_id bigint not null references repository,
    name text not null,
    cron text not null,
    next_at timestamptz not null,
    primary key (repository_id, name)
  )`,
  `create index schedule_next on schedule (next_at)`,
  ...movesOf(
    "task",
    taskMoves,
    `
    if new.attempt < old.attempt then
      raise exception 'task % cannot go back to attempt %', old.id, new.attempt using errcode = 'check_violation';
    end if;`,
  ),
  `create function change_stays() returns trigger language plpgsql as $$
  begin
    raise exception 'a recorded change is never changed' using errcode = 'check_violation';
  end $$`,
  `create trigger change_stays before update on change for each row execute function change_stays()`,
];

/** Makes the first tables of the hub. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
