import { DebootcError } from "@debootc/core/error/debootc-error";
import { Argument, Command, Option } from "commander";
import type { RandomBytes } from "../keys/key-text.ts";
import { createKey } from "../keys/api-keys.ts";
import { migrate } from "../database/migrate.ts";
import { type DatabasePlace, openDatabase } from "../database/open-database.ts";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkDatabase } from "./check-database.ts";
import { copyDatabase } from "./copy-database.ts";
import { damageText } from "./damage-text.ts";
import { restoreBackup } from "./restore-backup.ts";
import type { TableDigest } from "./table-rows.ts";
import { writeBackup } from "./write-backup.ts";

interface Surroundings {
  readonly databaseUrl: string | undefined;
  readonly dataDir: (given: string | undefined) => string;
  readonly write: (text: string) => void;
  readonly clock: () => Date;
  readonly randomBytes: RandomBytes;
}

interface Options {
  readonly dataDir?: string;
  readonly to?: "postgresql" | "pglite";
  readonly json?: boolean;
}

/** Is what an action came to: for programs, and for people. */
interface Done {
  readonly exitStatus: number;
  readonly result: object;
  readonly text: string;
}

const examples = `
Examples:
  debootc orchestrator db check
  debootc orchestrator db backup /srv/backup/hub.gz
  DATABASE_URL=postgresql://hub@db/hub debootc orchestrator db copy --to postgresql

DATABASE_URL names a PostgreSQL; without it, the database is PGlite below the data directory. A hub that uses PGlite has
to be stopped first. docs/hub-data.md has more.
`;

const actions = {
  migrate: "bring the tables up to date, as a start of the hub does",
  check: "look for what cannot be right; exit status 8 if there is something",
  backup: "write everything into a new file",
  restore: "fill an empty database from such a file",
  copy: "copy everything between PGlite and DATABASE_URL; the target has to be empty",
  key: "make a key of the API, if all others are lost",
};

/** Describes `orchestrator db`: what is done to the database of a hub. Sets the exit status to 8 for a damaged one. */
export function dbCommand(around: Surroundings): Command {
  const list = Object.entries(actions).map(([name, text]) => `  ${name.padEnd(8)} ${text}`);
  return new Command("db")
    .description("look after the database of a hub")
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(actions)))
    .argument("[file]", "the file of a backup")
    .option("--data-dir <directory>", "where the embedded database is")
    .addOption(new Option("--to <database>", "where to copy to").choices(["postgresql", "pglite"]))
    .option("--json", "print the result as JSON")
    .addHelpText("after", `\nActions:\n${list.join("\n")}\n${examples}`)
    .exitOverride()
    .action(async (action: keyof typeof actions, file: string | undefined, options: Options) => {
      const { exitStatus, result, text } = await act(action, { file, options, around });
      around.write(options.json === true ? `${JSON.stringify(result)}\n` : text);
      process.exitCode = exitStatus;
    });
}

interface Call {
  readonly file: string | undefined;
  readonly options: Options;
  readonly around: Surroundings;
}

async function act(action: keyof typeof actions, { file, options, around }: Call): Promise<Done> {
  const { clock, randomBytes } = around;
  const place = placeOf(options, around);
  if (action === "copy") return tablesDone("copied and compared", await copy(options, around));
  if (action !== "migrate" && action !== "restore") refuseMissing(place);
  if (action === "restore") refuseMissingFile(wanted(file, action));
  await using database = await openDatabase(place);
  switch (action) {
    case "migrate": {
      const made = await migrate(database);
      return done({ made }, made.length === 0 ? "the tables are up to date\n" : `made: ${made.join(", ")}\n`);
    }
    case "check": {
      const result = await checkDatabase(database);
      const status = result.damage.length === 0 ? 0 : new DebootcError("database-damaged", "").exitStatus;
      return { ...done(result, damageText(result)), exitStatus: status };
    }
    case "backup":
      return tablesDone("written", await writeBackup(database, { file: wanted(file, action), now: clock() }));
    case "restore":
      return tablesDone("restored and compared", await restoreBackup(database, wanted(file, action)));
    case "key": {
      const { text } = await createKey(database.queries, { name: "admin", now: clock(), randomBytes });
      return done({ text }, `${text}\n`);
    }
  }
}

function done(result: object, text: string): Done {
  return { exitStatus: 0, result, text };
}

function tablesDone(verb: string, tables: readonly TableDigest[]): Done {
  return done({ tables }, digestText(verb, tables));
}

async function copy({ dataDir, to }: Options, around: Surroundings): Promise<readonly TableDigest[]> {
  const { databaseUrl } = around;
  if (databaseUrl === undefined || to === undefined) {
    throw new DebootcError(
      "usage",
      "copy needs DATABASE_URL for the PostgreSQL, and --to postgresql or --to pglite",
    );
  }
  const pglite = { directory: around.dataDir(dataDir) };
  if (to === "postgresql") refuseMissing(pglite);
  await using embedded = await openDatabase(pglite);
  await using server = await openDatabase({ url: databaseUrl });
  return to === "postgresql" ? copyDatabase(embedded, server) : copyDatabase(server, embedded);
}

function placeOf({ dataDir }: Options, around: Surroundings): DatabasePlace {
  return around.databaseUrl === undefined
    ? { directory: around.dataDir(dataDir) }
    : { url: around.databaseUrl };
}

/** Keeps a mistyped directory from becoming an empty database. */
function refuseMissing(place: DatabasePlace): void {
  if (!("directory" in place) || existsSync(join(place.directory, "pglite"))) return;
  throw new DebootcError("not-found", `there is no database of a hub in ${place.directory}`, {
    hint: "Name its --data-dir, or its PostgreSQL by DATABASE_URL.",
  });
}

function refuseMissingFile(file: string): void {
  if (!existsSync(file)) throw new DebootcError("not-found", `there is no backup ${file}`);
}

function wanted(file: string | undefined, action: string): string {
  if (file !== undefined) return resolve(file);
  throw new DebootcError("usage", `db ${action} needs the file of the backup`);
}

function digestText(verb: string, digests: readonly TableDigest[]): string {
  const lines = digests.map(
    ({ table, rows, sha256 }) =>
      `${table.padEnd(13)} ${String(rows).padStart(9)}  sha256:${sha256.slice(0, 16)}\n`,
  );
  return `${lines.join("")}${verb}: ${digests.length} tables\n`;
}
