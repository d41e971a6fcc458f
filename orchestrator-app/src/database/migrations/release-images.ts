import { type Kysely, sql } from "kysely";

/** Keeps which images a release has, so that channels can move tags to them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table release add column images jsonb`.execute(database);
}
