import { type Kysely, sql } from "kysely";
import { type Moves, movesOf, wordsOf } from "./moves-of.ts";

// What core says today may be another thing tomorrow: then another migration changes these.
const artifactMoves: Moves = {
  wanted: ["stored", "failed", "expired"],
  stored: ["wanted", "used", "expired"],
  used: ["wanted", "expired"],
  failed: ["wanted", "expired"],
  expired: [],
};
const releaseMoves: Moves = {
  gathering: ["draft", "failed"],
  draft: ["uploading", "failed"],
  uploading: ["draft", "verifying", "failed"],
  verifying: ["draft", "uploading", "published", "failed"],
  published: [],
  failed: ["gathering"],
};
const assetStates = ["wanted", "uploaded", "verified"];

const digest = (column: string) => `${column} ~ '^sha256:[0-9a-f]{64}$'`;

const statements: readonly string[] = [
  // A release is made by the hub itself, without a dispatch.
  `alter table attempt alter column dispatch_id drop not null`,
  `create table artifact (
    id bigint primary key generated always as identity,
    run_id bigint not null references run,
    task_id bigint not null references task,
    attempt int not null check (attempt > 0),
    name text not null,
    github_run_id bigint not null,
    github_id bigint,
    size bigint check (size >= 0),
    digest text check (${digest("digest")}),
    storage_key text,
    state text not null check (state in (${wordsOf(Object.keys(artifactMoves))})),
    failure jsonb,
    due_at timestamptz not null,
    attempts int not null default 0,
    lease_until timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz,
    unique (task_id, attempt),
    check (state <> 'stored' or (storage_key is not null and digest is not null and size is not null)),
    check ((state = 'failed') <= (failure is not null))
  )`,
  `create index artifact_wanted on artifact (due_at) where state = 'wanted'`,
  `create index artifact_of_run on artifact (run_id, id)`,
  `create index artifact_expiry on artifact (expires_at) where state = 'stored'`,
  `create index artifact_of_digest on artifact (storage_key) where state = 'stored'`,
  `create table release (
    id bigint primary key generated always as identity,
    run_id bigint not null unique references run,
    repository_id bigint not null references repository,
    tag text not null check (tag <> ''),
    state text not null check (state in (${wordsOf(Object.keys(releaseMoves))})),
    github_id bigint,
    html_url text,
    compose_id text not null,
    digest text check (${digest("digest")}),
    notes text,
    packages jsonb,
    failure jsonb,
    due_at timestamptz not null,
    attempts int not null default 0,
    lease_holder text,
    lease_until timestamptz,
    created_at timestamptz not null,
    published_at timestamptz,
    check ((state = 'published') = (published_at is not null)),
    check (state in ('gathering', 'failed') or (digest is not null and notes is not null)),
    check (state not in ('uploading', 'verifying', 'published') or github_id is not null),
    check ((state = 'failed') <= (failure is not null))
  )`,
  `create index release_of_repository on release (repository_id, id desc)`,
  // Two releases cannot have one tag, whoever makes them.
  `create unique index release_of_tag on release (repository_id, tag) where state = 'published'`,
  `create table release_asset (
    release_id bigint not null references release,
    name text not null check (name ~ '^[A-Za-z0-9_][A-Za-z0-9._+~@-]*$'),
    position int not null,
    file text not null,
    start bigint not null check (start >= 0),
    size bigint not null check (size >= 0),
    digest text not null check (${digest("digest")}),
    media_type text not null,
    github_id bigint,
    state text not null check (state in (${wordsOf(assetStates)})),
    primary key (release_id, name),
    check (state = 'wanted' or github_id is not null)
  )`,
  // What the newest file of the default branch says.
  `create table channel_rule (
    repository_id bigint not null references repository,
    name text not null,
    rules jsonb not null,
    primary key (repository_id, name)
  )`,
  `create table channel (
    repository_id bigint not null references repository,
    name text not null,
    release_id bigint not null references release,
    digest text not null check (${digest("digest")}),
    moved_at timestamptz not null,
    primary key (repository_id, name)
  )`,
  `create table channel_move (
    id bigint primary key generated always as identity,
    repository_id bigint not null references repository,
    channel text not null,
    kind text not null check (kind in ('promote', 'rollback')),
    from_release bigint references release,
    to_release bigint not null references release,
    from_digest text,
    to_digest text not null check (${digest("to_digest")}),
    actor text not null,
    at timestamptz not null,
    check (from_release is distinct from to_release)
  )`,
  `create index channel_move_of_channel on channel_move (repository_id, channel, id)`,
  ...movesOf("artifact", artifactMoves),
  ...movesOf("release", releaseMoves),
  `create function published_stays() returns trigger language plpgsql as $$
  begin
    if old.state = 'published' and (new.tag, new.digest, new.github_id) is distinct from (old.tag, old.digest, old.github_id) then
      raise exception 'release % is published and never changes', old.id using errcode = 'check_violation';
    end if;
    return new;
  end $$`,
  `create trigger published_stays before update on release for each row execute function published_stays()`,
  `create trigger channel_move_stays before update on channel_move for each row execute function change_stays()`,
];

/** Makes the tables of artifacts, releases and channels. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
