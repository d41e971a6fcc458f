import { DebootcError } from "@debootc/core/error/debootc-error";
import { createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Database, Queries } from "../database/database.ts";
import { madeMigrations } from "../database/migrate.ts";
import { backupVersion, type BackupHeader } from "./backup-lines.ts";
import { refuseOlder } from "./copy-database.ts";
import { hubTableNames, lastNumbers } from "./hub-tables.ts";
import { digestRows, readRows, readUniformly, type TableDigest } from "./table-rows.ts";

/**
 * Writes a backup of one moment into a new file, which only its owner can read: it has bodies of deliveries and hashes of
 * keys. The file appears when it is whole. Returns what is in it.
 */
export async function writeBackup(
  database: Database,
  { file, now }: { readonly file: string; readonly now: Date },
): Promise<readonly TableDigest[]> {
  const migrations = await madeMigrations(database.queries);
  refuseOlder(migrations);
  const header: BackupHeader = {
    schema: "debootc/hub-backup",
    version: backupVersion,
    migrations: [...migrations],
    madeAt: now.toISOString(),
  };
  const part = `${file}.part`;
  try {
    const digests: TableDigest[] = [];
    await database.queries.transaction().execute(async (trx) => {
      await readUniformly(trx);
      const lines = Readable.from(linesOf(trx, header, digests));
      const written = createWriteStream(part, { flags: "wx", mode: 0o600, flush: true });
      await pipeline(lines, createGzip(), written);
    });
    // Unlike a rename, a link replaces nothing.
    await link(part, file);
    await rm(part);
    return digests;
  } catch (error) {
    // The part of another backup that is being written stays.
    const isOther = (error as NodeJS.ErrnoException).syscall === "open";
    if (!isOther) await rm(part, { force: true });
    throw isFileError(error) ? unwritable(isOther ? part : file, error) : error;
  }
}

async function* linesOf(trx: Queries, header: BackupHeader, digests: TableDigest[]): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of hubTableNames) {
    yield `${JSON.stringify([table])}\n`;
    const digest = digestRows(table);
    for await (const rows of readRows(trx, table)) {
      for (const row of rows) digest.add(row);
      yield `${rows.join("\n")}\n`;
    }
    const end = digest.end();
    digests.push(end);
    yield `${JSON.stringify([table, end.rows, end.sha256])}\n`;
  }
  yield `${JSON.stringify(["numbers", await lastNumbers(trx)])}\n`;
  yield `${JSON.stringify(["end"])}\n`;
}

function isFileError(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall !== undefined && /^(EEXIST|ENOSPC|EDQUOT|EIO|EACCES|EROFS|ENOENT|EPERM)$/.test(code ?? "");
}

function unwritable(file: string, error: unknown): DebootcError {
  const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
  return new DebootcError(
    "results-unwritable",
    `cannot write ${file}: ${exists ? "it exists" : (error as Error).message}`,
    {
      hint: exists
        ? "Name a new file: a backup replaces nothing."
        : "Name a file in a directory that you can write.",
      cause: error,
    },
  );
}
