import type { PGlite } from "@electric-sql/pglite";
import { type DatabaseConnection, Kysely, PGliteAdapter, PGliteDialect, PGliteDriver } from "kysely";
import type { Tables } from "./tables.ts";
import { Turns } from "./turns.ts";

/**
 * Returns two ways to one PGlite, which has a single session: what is asked by the urgent one comes first. Each turn begins
 * with a check, which may refuse it.
 */
export function pgliteInTurns(
  pglite: PGlite,
  check: () => void,
): { readonly queries: Kysely<Tables>; readonly urgent: Kysely<Tables> } {
  const turns = new Turns();
  const take = (isUrgent: boolean) => async () => {
    check();
    await turns.take(isUrgent);
  };
  const by = (isUrgent: boolean) =>
    new Kysely<Tables>({ dialect: new DialectInTurns(pglite, take(isUrgent), turns) });
  return { queries: by(false), urgent: by(true) };
}

class DialectInTurns extends PGliteDialect {
  readonly #driver: () => DriverInTurns;

  constructor(pglite: PGlite, take: () => Promise<void>, turns: Turns) {
    super({ pglite });
    this.#driver = () => new DriverInTurns(pglite, take, turns);
  }

  override createDriver(): DriverInTurns {
    return this.#driver();
  }

  override createAdapter(): PGliteAdapter {
    return new AdapterInTurns();
  }
}

class AdapterInTurns extends PGliteAdapter {
  // Kysely would let its users wait in a line of its own.
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class DriverInTurns extends PGliteDriver {
  readonly #take: () => Promise<void>;
  readonly #turns: Turns;

  constructor(pglite: PGlite, take: () => Promise<void>, turns: Turns) {
    super({ pglite });
    this.#take = take;
    this.#turns = turns;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#take();
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#turns.end();
  }
}
