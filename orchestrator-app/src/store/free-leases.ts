import type { Queries } from "../database/database.ts";

/**
 * Frees what an earlier hub had taken and was killed with, so that it need not expire. To be called only where no other hub
 * can use the database.
 */
export async function freeLeases(queries: Queries): Promise<void> {
  await queries.deleteFrom("lease").execute();
  for (const table of ["delivery", "run", "outgoing", "artifact", "release"] as const) {
    await queries
      .updateTable(table)
      .set({ lease_until: null })
      .where("lease_until", "is not", null)
      .execute();
  }
}
