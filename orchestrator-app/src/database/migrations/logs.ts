import { type Kysely, sql } from "kysely";

const statements: readonly string[] = [
  `create table log (
    task_id bigint not null,
    attempt int not null,
    orders jsonb not null,
    size bigint not null default 0 check (size >= 0),
    kept bigint not null default 0,
    lines bigint not null default 0 check (lines between 0 and kept),
    carry bytea not null default '' check (octet_length(carry) <= 255),
    masking boolean not null default false,
    rest bytea,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (task_id, attempt),
    foreign key (task_id, attempt) references attempt (task_id, number),
    check (kept between 0 and size),
    check ((rest is null) = (kept = size))
  )`,
  `create index log_age on log (changed_at)`,
  // Each piece begins where another one ends, and no two begin or end alike: neither a gap nor a double can be stored.
  `create table log_chunk (
    task_id bigint not null,
    attempt int not null,
    start bigint not null,
    previous bigint,
    finish bigint not null,
    first_line bigint not null check (first_line > 0),
    carry bytea not null check (octet_length(carry) <= 255),
    bytes bytea not null check (octet_length(bytes) between 1 and 262144),
    at timestamptz not null,
    primary key (task_id, attempt, start),
    unique (task_id, attempt, finish),
    foreign key (task_id, attempt) references log on delete cascade,
    foreign key (task_id, attempt, previous) references log_chunk (task_id, attempt, finish),
    check (start >= 0 and finish = start + octet_length(bytes)),
    check (case when start = 0 then previous is null else previous is not null and previous = start end)
  )`,
  // By it a piece that goes finds the one behind it, which must not stay.
  `create index log_chunk_previous on log_chunk (task_id, attempt, previous)`,
  `alter table run add column choice jsonb`,
  // What hosts can do is read each second, and what is in their caches is long: the next session tells it anew.
  `update host set report = report - 'caches' where report ? 'caches'`,
];

/** Makes the tables of the logs of tasks, lets a run be of some variants only, and shortens what hosts can do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
