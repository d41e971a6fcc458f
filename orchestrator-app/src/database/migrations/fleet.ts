import { type Kysely, sql } from "kysely";
import { type Moves, movesOf, wordsOf } from "./moves-of.ts";

// What core says today may be another thing tomorrow: then another migration changes these.
const placementMoves: Moves = {
  placed: ["registering", "ended"],
  registering: ["ordered", "ended"],
  ordered: ["started", "ended"],
  started: ["ended"],
  ended: [],
};
const placementOutcomes = [
  ...[
    "done",
    "failed",
    "answer-lost",
    "host-lost",
    "session-ended",
    "withdrawn",
    "host-disabled",
    "unclaimed",
  ],
  ...["refused", "unreachable", "not-ready", "registration-refused", "registration-unsure"],
  ...["registration-gone", "task-over"],
];

const statements: readonly string[] = [
  `alter table task add column on_fleet boolean not null default false`,
  // Set while an attempt may not be placed, after a failure that another host would meet as well.
  `alter table attempt add column place_after timestamptz`,
  `create index attempt_waiting on attempt (assigned_at)
    where ended_at is null and started_at is null and github_job_id is not null`,
  `create table host (
    id bigint primary key generated always as identity,
    name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    token_id text not null unique,
    algorithm text not null,
    hash text not null,
    state text not null check (state in ('enabled', 'draining', 'disabled', 'removed')),
    term bigint not null default 0 check (term >= 0),
    report jsonb,
    load jsonb,
    seen_at timestamptz,
    session_at timestamptz,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    orders_done int not null default 0,
    orders_failed int not null default 0,
    check ((term = 0) = (report is null)),
    check ((term = 0) = (session_at is null))
  )`,
  `create unique index host_name on host (name) where state <> 'removed'`,
  `create table placement (
    id text primary key check (id ~ '^[0-9]+-[a-z0-9]{6,40}$'),
    label text not null references attempt,
    host_id bigint not null references host,
    host_term bigint not null check (host_term > 0),
    state text not null check (state in (${wordsOf(Object.keys(placementMoves))})),
    runner_name text unique check (length(runner_name) between 1 and 64),
    github_runner_id bigint,
    placed_at timestamptz not null,
    registering_at timestamptz,
    ordered_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    -- Until then a runner of it may be at GitHub, and its attempt is not placed anew.
    settled_at timestamptz,
    -- When GitHub is asked about it next.
    settle_after timestamptz,
    orphan_at timestamptz,
    outcome text check (outcome in (${wordsOf(placementOutcomes)})),
    message text,
    exit jsonb,
    statistics jsonb,
    check ((state = 'ended') = (ended_at is not null)),
    check ((state = 'ended') = (outcome is not null)),
    check (settled_at is null or state = 'ended'),
    check ((runner_name is null) = (registering_at is null)),
    check (state in ('placed', 'ended') or runner_name is not null),
    check (state <> 'placed' or runner_name is null),
    check (state not in ('ordered', 'started') or github_runner_id is not null),
    check (github_runner_id is null or runner_name is not null),
    check (state <> 'started' or started_at is not null),
    check (runner_name is not null or state <> 'ended' or settled_at is not null)
  )`,
  // No two hosts have the same attempt, nor does one get it while an earlier runner may still take its job.
  `create unique index placement_open on placement (label) where settled_at is null`,
  `create index placement_of_label on placement (label, placed_at)`,
  `create index placement_live on placement (host_id, state) where state <> 'ended'`,
  `create index placement_unsettled on placement (ended_at) where state = 'ended' and settled_at is null`,
  ...movesOf(
    "placement",
    placementMoves,
    `
    if new.label <> old.label or new.host_id <> old.host_id or new.host_term < old.host_term
      or new.runner_name is distinct from coalesce(old.runner_name, new.runner_name)
      or new.outcome is distinct from coalesce(old.outcome, new.outcome)
      or new.settled_at is distinct from coalesce(old.settled_at, new.settled_at) then
      raise exception 'placement % cannot become another one', old.id using errcode = 'check_violation';
    end if;`,
  ),
  `create function host_moves() returns trigger language plpgsql as $$
  begin
    if new.term < old.term then
      raise exception 'host % cannot go back to session %', old.id, new.term using errcode = 'check_violation';
    end if;
    if old.state = 'removed' and new.state <> 'removed' then
      raise exception 'host % was removed', old.id using errcode = 'check_violation';
    end if;
    return new;
  end $$`,
  `create trigger host_moves before update on host for each row execute function host_moves()`,
];

/** Makes the tables of the fleet: hosts, and what they were given to do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
