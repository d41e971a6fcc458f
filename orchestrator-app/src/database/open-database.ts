import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { requireDirectory } from "@debootc/tools/files/require-directory";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect } from "kysely";
import { join } from "node:path";
import pRetry from "p-retry";
import pg from "pg";
import type { Database } from "./database.ts";
import { pgliteInTurns } from "./pglite-in-turns.ts";
import { requireRoom } from "./require-room.ts";
import { SyncedNodeFS, syncedStartParams } from "./synced-node-fs.ts";
import type { Tables } from "./tables.ts";

/** Says where the hub keeps its data. */
export type DatabasePlace =
  | {
      readonly url: string;
      readonly connections?: number;
      /** How long a server is waited for that does not listen yet, in milliseconds; not at all when absent. */
      readonly patience?: number;
      /** Is called once if it is waited for, with the reason. */
      readonly onWait?: (reason: string) => void;
      /** After so many milliseconds the server ends a transaction whose process does nothing; never when absent. */
      readonly longestIdle?: number;
    }
  /** PGlite below this directory, or in memory; there it may begin as a copy of another one. */
  | { readonly directory: string }
  | { readonly memory: true; readonly from?: Blob };

/** Opens the database without looking at its tables. Throws `in-use`, `results-unwritable` or `database-unreachable`. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  if ("url" in place) return openServer(place);
  if ("memory" in place) {
    const { from: loadDataDir } = place;
    return embedded(new PGlite({ parsers, ...(loadDataDir === undefined ? {} : { loadDataDir }) }));
  }
  await requireDirectory(place.directory, 0o700);
  // PGlite has no lock of its own: a second process would lose rows of the first without an error.
  const lock = await lockFile(join(place.directory, "lock"), () => inUse(place.directory));
  try {
    requireRoom(place.directory);
    const fs = new SyncedNodeFS(join(place.directory, "pglite"));
    const pglite = await PGlite.create({ fs, startParams: syncedStartParams, parsers });
    return embedded(pglite, { directory: place.directory, lock });
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

// Ids and sequence numbers of ours and of GitHub stay far below 2^53.
const parsers = { [pg.types.builtins.INT8]: (text: string) => Number(text) };

function embedded(
  pglite: PGlite,
  place?: { readonly directory: string; readonly lock: AsyncDisposable },
): Database {
  const { queries, urgent } = pgliteInTurns(pglite, () => {
    if (place !== undefined) requireRoom(place.directory);
  });
  const close = async () => {
    await queries.destroy();
    await urgent.destroy();
    if (!pglite.closed) await pglite.close();
    await place?.lock[Symbol.asyncDispose]();
  };
  return { kind: "pglite", queries, urgent, transact: transactIn(queries), [Symbol.asyncDispose]: close };
}

async function openServer({
  url,
  connections = 10,
  patience = 0,
  onWait = () => {},
  longestIdle = 0,
}: Extract<DatabasePlace, { url: string }>): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    idle_in_transaction_session_timeout: longestIdle,
    types: {
      // node-postgres asks for text unless a query says otherwise, which none here does.
      getTypeParser: (id) => (id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id)),
    },
  });
  // A connection that breaks while nobody uses it is replaced by the pool; whoever waits for an answer gets its error.
  pool.on("error", () => {});
  // Between two statements of a transaction nobody waits, and the pool does not listen: the next statement fails.
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let waits = false;
  try {
    await pRetry(() => pool.query("select 1"), {
      ...{ retries: Number.POSITIVE_INFINITY, minTimeout: 200, maxTimeout: 2000, maxRetryTime: patience },
      shouldRetry: ({ error }) => {
        const again = patience > 0 && isStarting(error);
        if (again && !waits) onWait(unusable(url, error));
        waits ||= again;
        return again;
      },
    });
  } catch (error) {
    await queries.destroy();
    throw new DebootcError("database-unreachable", unusable(url, error), {
      hint: "Check DATABASE_URL, and that PostgreSQL runs and knows the user and the database.",
      cause: error,
    });
  }
  return {
    kind: "postgresql",
    queries,
    urgent: queries,
    transact: transactIn(queries),
    [Symbol.asyncDispose]: () => queries.destroy(),
  };
}

function transactIn(queries: Kysely<Tables>): Database["transact"] {
  return (work) => queries.transaction().execute(work);
}

function unusable(url: string, error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return `cannot use the database at ${placeOf(url)}: ${message || String(code)}`;
}

/** 57P03 is the answer of a server that starts up or shuts down. */
const startingCodes = new Set(["57P03", "ECONNREFUSED", "ENOENT"]);

function isStarting(error: Error): boolean {
  return startingCodes.has((error as NodeJS.ErrnoException).code ?? "");
}

/** Returns host and database of an address without the password. */
function placeOf(url: string): string {
  // One without a host is no URL, but an address of a socket.
  const whole = url.replace(/^(\w+:\/\/[^/?#]*@)\//, "$1localhost/");
  if (!URL.canParse(whole)) return "an address that is not a URL";
  const { host, pathname, searchParams } = new URL(whole);
  return `${searchParams.get("host") ?? (host || "localhost")}${pathname}`;
}

function inUse(directory: string): DebootcError {
  return new DebootcError("in-use", `another hub uses ${directory}`, {
    hint: "Stop it, give this one another --data-dir, or let both use PostgreSQL by DATABASE_URL.",
  });
}
