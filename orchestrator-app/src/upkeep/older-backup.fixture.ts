import type { Database } from "../database/database.ts";
import { madeMigrations } from "../database/migrate.ts";
import { existingTables } from "./hub-tables.ts";
import { digestRows, insertRows, readRows, readUniformly } from "./table-rows.ts";

/**
 * Returns what an older debootc would have written of the same rows. `old` has its tables, and gets those rows of a backup
 * of today that fit in.
 */
export async function olderBackup({ queries }: Database, text: string): Promise<string> {
  const sections = rowsIn(text);
  const [header = "{}"] = text.split("\n");
  const migrations = await madeMigrations(queries);
  const lines = [JSON.stringify({ ...(JSON.parse(header) as object), migrations })];
  await queries.transaction().execute(async (trx) => {
    await readUniformly(trx);
    const tables = await existingTables(trx);
    for (const table of tables) {
      await insertRows(trx, table, sections.get(table) ?? []);
      const digest = digestRows(table);
      lines.push(JSON.stringify([table]));
      for await (const rows of readRows(trx, table)) {
        for (const row of rows) digest.add(row);
        lines.push(...rows);
      }
      const { rows, sha256 } = digest.end();
      lines.push(JSON.stringify([table, rows, sha256]));
    }
    lines.push(JSON.stringify(["numbers", numbersIn(text, new Set(tables))]), '["end"]', "");
  });
  return lines.join("\n");
}

function rowsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let rows: string[] = [];
  for (const line of text.split("\n").slice(1)) {
    const [, table] = /^\["(\w+)"\]$/.exec(line) ?? [];
    if (table !== undefined) sections.set(table, (rows = []));
    else if (line.startsWith("{")) rows.push(line);
  }
  return sections;
}

function numbersIn(text: string, tables: ReadonlySet<string>): object {
  const line = text.split("\n").find((one) => one.startsWith('["numbers"')) ?? "[0,{}]";
  const [, numbers] = JSON.parse(line) as [string, Record<string, unknown>];
  return Object.fromEntries(Object.entries(numbers).filter(([table]) => tables.has(table)));
}
