import { chown, mkdtempDisposable, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run, runStream, type Running } from "@debootc/tools/run";
import pg from "pg";

/** Is a PostgreSQL of Debian with an empty store, reached by a socket in its own directory. */
export interface PostgreSql extends AsyncDisposable {
  /** Returns the address of a database; it is made if it is not there. */
  readonly database: (name: string) => Promise<string>;
  /** Kills the server as a power cut would, and starts it again. */
  readonly crash: () => Promise<void>;
}

/** Starts one. It refuses to run as root, so that root lets the user `postgres` run it. */
export async function startPostgreSql(): Promise<PostgreSql> {
  const work = await mkdtempDisposable("/tmp/debootc-postgresql-");
  const bin = await newestPrograms();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const { stdout } = await run({ tool: "id", args: ["--user", "postgres"] });
    await chown(work.path, Number(stdout), -1);
  }
  const as = (tool: string, args: readonly string[]) =>
    isRoot
      ? {
          tool: "setpriv",
          args: ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", join(bin, tool), ...args],
        }
      : { tool: join(bin, tool), args };
  const data = join(work.path, "data");
  await run(
    as("initdb", ["--pgdata", data, "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale"]),
  );
  const start = async () => {
    const server = runStream({
      ...as("postgres", ["-D", data, "-k", work.path, "-c", "listen_addresses=", "-c", "max_connections=60"]),
    });
    server.stdout.resume();
    server.done.catch(() => {});
    await answers(work.path);
    return server;
  };
  let server: Running = await start();
  const end = async (signal: "INT" | "KILL") => {
    const { stdout } = await run({ tool: "head", args: ["-n1", join(data, "postmaster.pid")] });
    await run({ tool: "kill", args: [`-${signal}`, stdout.trim()] });
    await server.done.catch(() => {});
  };
  return {
    database: async (name) => {
      await onServer(work.path, async (client) => {
        const known = await client.query("select from pg_database where datname = $1", [name]);
        if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
      });
      return addressOf(work.path, name);
    },
    crash: async () => {
      await end("KILL");
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await end("INT");
      await work.remove();
    },
  };
}

function addressOf(directory: string, name: string): string {
  return `postgresql://postgres@/${name}?host=${encodeURIComponent(directory)}`;
}

async function onServer<T>(directory: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addressOf(directory, "postgres") });
  client.on("error", () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function answers(directory: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await onServer(directory, async (client) => {
        await client.query("select 1");
      });
    } catch (error) {
      if (tries > 600) throw error;
      await sleep(100);
    }
  }
}

/** Finds the programs of the newest version that is installed: Debian puts them nowhere on PATH. */
async function newestPrograms(): Promise<string> {
  const versions = await readdir("/usr/lib/postgresql");
  const newest = versions.map(Number).toSorted((a, b) => b - a)[0];
  return `/usr/lib/postgresql/${newest}/bin`;
}
