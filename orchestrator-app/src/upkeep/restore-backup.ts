import { DebootcError } from "@debootc/core/error/debootc-error";
import { createReadStream } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import type { Database, Queries } from "../database/database.ts";
import { madeMigrations, migrate, refuseUnknown } from "../database/migrate.ts";
import { type BackupHeader, type BackupLine, damaged, parseBackupLine, parseHeader } from "./backup-lines.ts";
import { verified } from "./copy-database.ts";
import { continueNumbers, type HubTable } from "./hub-tables.ts";
import {
  digestOfTable,
  digestRows,
  insertRows,
  lockEmpty,
  readUniformly,
  type RowDigest,
  rowsAtOnce,
  type TableDigest,
} from "./table-rows.ts";

/**
 * Fills a database that has no rows from a backup, in one transaction, and reads every table back. A backup of an older
 * debootc is brought up to date. Throws `backup-damaged`, `database-newer`, `database-not-empty`.
 */
export async function restoreBackup(database: Database, file: string): Promise<readonly TableDigest[]> {
  const lines = readLines(file);
  try {
    const first = await lines.next();
    const header = parseHeader(first.done === true ? "" : first.value);
    await prepare(database, header);
    const digests = await database.queries.transaction().execute(async (trx) => {
      await readUniformly(trx);
      return fill(trx, await lockEmpty(trx), lines);
    });
    await migrate(database);
    return digests;
  } finally {
    await lines.return(undefined);
  }
}

/** Makes the tables as they were where the backup was made. */
async function prepare(database: Database, { migrations }: BackupHeader): Promise<void> {
  refuseUnknown(migrations, "the backup");
  const made = await madeMigrations(database.queries);
  refuseUnknown(made);
  if (made.length > migrations.length) {
    throw new DebootcError(
      "database-not-empty",
      `the database has the migrations ${made.slice(migrations.length).join(", ")}, which came after the backup`,
      { hint: "Give a database without tables: the backup is brought up to date in it." },
    );
  }
  await migrate(database, migrations.at(-1));
}

interface Section {
  readonly table: HubTable;
  readonly digest: RowDigest;
  waiting: string[];
}

async function fill(
  trx: Queries,
  tables: readonly HubTable[],
  lines: AsyncGenerator<string>,
): Promise<TableDigest[]> {
  const digests: TableDigest[] = [];
  let section: Section | undefined;
  for await (const text of lines) {
    const line = parseBackupLine(text);
    if (line.kind === "end") {
      if (section !== undefined || digests.length < tables.length) throw damaged("it lacks a table");
      return digests;
    }
    if (line.kind === "begin") section = beginSection(line.table, tables[digests.length]);
    else if (line.kind === "numbers") await continueNumbers(trx, line.numbers);
    else if (section === undefined) throw damaged("it has rows outside of a table");
    else if (line.kind === "row") await addRow(trx, section, line.row);
    else {
      digests.push(await endSection(trx, section, line));
      section = undefined;
    }
  }
  throw damaged("it is truncated");
}

function beginSection(table: string, expected: HubTable | undefined): Section {
  if (table !== expected) throw damaged(`it has the table ${table} where ${expected ?? "its end"} belongs`);
  return { table: expected, digest: digestRows(table), waiting: [] };
}

async function addRow(trx: Queries, section: Section, row: string): Promise<void> {
  section.digest.add(row);
  section.waiting.push(row);
  if (section.waiting.length >= rowsAtOnce(section.table)) await insertWaiting(trx, section);
}

async function insertWaiting(trx: Queries, section: Section): Promise<void> {
  const rows = section.waiting;
  section.waiting = [];
  try {
    await insertRows(trx, section.table, rows);
  } catch (error) {
    throw damaged(`a row of ${section.table} does not fit: ${(error as Error).message}`, error);
  }
}

async function endSection(
  trx: Queries,
  section: Section,
  { table, rows, sha256 }: Extract<BackupLine, { kind: "finish" }>,
): Promise<TableDigest> {
  await insertWaiting(trx, section);
  const read = section.digest.end();
  if (table !== section.table || rows !== read.rows || sha256 !== read.sha256) {
    throw damaged(`the rows of ${section.table} differ from their digest`);
  }
  return verified(read, await digestOfTable(trx, section.table));
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  try {
    for await (const chunk of source.pipe(gunzip)) {
      const [first = "", ...more] = decoder.write(chunk as Buffer).split("\n");
      parts.push(first);
      for (const begun of more) {
        yield parts.join("");
        parts = [begun];
      }
    }
  } catch (error) {
    throw explained(error, file);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function explained(error: unknown, file: string): unknown {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") {
    return new DebootcError("not-found", `cannot read the backup ${file}: ${message}`, { cause: error });
  }
  return code.startsWith("Z_") ? damaged(`${file} is not a whole gzip file: ${message}`, error) : error;
}
