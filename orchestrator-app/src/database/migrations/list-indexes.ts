import { type Kysely, sql } from "kysely";

// Each list is read from its newest row on, with or without one of its filters.
const statements: readonly string[] = [
  `create index run_of_state on run (state, id desc)`,
  `create index run_of_repository_state on run (repository_id, state, id desc)`,
  `create index task_of_state on task (state, id desc)`,
  `create index delivery_of_state on delivery (state, received_at desc, guid)`,
  `create index delivery_of_repository on delivery (repository_id, received_at desc, guid)`,
  `create index idempotency_age on idempotency (created_at)`,
];

/** Makes the indexes that the lists of the API are read by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
