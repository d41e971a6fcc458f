import { type Kysely, sql } from "kysely";

const statements: readonly string[] = [
  `create table host_cache (
    host_id bigint primary key references host,
    names jsonb not null check (jsonb_typeof(names) = 'array')
  )`,
  `create index host_cache_names on host_cache using gin (names)`,
  `create table task_cache (
    repository_id bigint not null references repository,
    task text not null,
    names jsonb not null check (jsonb_typeof(names) = 'array'),
    primary key (repository_id, task)
  )`,
];

/** Makes the tables of what is in the caches of hosts, and what tasks take from them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
