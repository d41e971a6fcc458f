import type { Database } from "../database/database.ts";

/** Says when GitHub is asked about a placement again. */
export async function askLater({ transact }: Database, id: string, until: Date): Promise<void> {
  await transact((trx) =>
    trx.updateTable("placement").set({ settle_after: until }).where("id", "=", id).execute(),
  );
}

/** Says how long GitHub is usually not asked about a placement again, in milliseconds. */
export const usualPause = 10_000;

/** Says the same for an installation that is suspended. */
export const suspendedPause = 900_000;
