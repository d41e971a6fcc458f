import { sql } from "kysely";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { emptyTables } from "../database/memory-database.fixture.ts";
import { migrate, migrations } from "../database/migrate.ts";
import { newMemoryDatabase } from "../database/new-memory-database.fixture.ts";
import { hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { busyHub } from "./busy-hub.fixture.ts";
import { checkDatabase } from "./check-database.ts";
import { copyDatabase } from "./copy-database.ts";
import { hubTableNames } from "./hub-tables.ts";
import { olderBackup } from "./older-backup.fixture.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

let directory: string;
let other: Database;
let file: string;
let text: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-upkeep-"));
  other = await newMemoryDatabase();
  await migrate(other);
}, 120_000);
beforeEach(() => emptyTables(other));
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function backup() {
  const hub = await hubScene();
  await busyHub(hub);
  file = join(directory, `${(await readdir(directory)).length}.gz`);
  const digests = await writeBackup(hub, { file, now: start });
  text = gunzipSync(await readFile(file)).toString();
  return { hub, digests };
}

/** Writes a changed backup and returns what restoring it says. */
async function restoreOf(changed: string): Promise<{ code: string; message: string }> {
  const path = join(directory, `${(await readdir(directory)).length}-changed.gz`);
  await writeFile(path, gzipSync(changed));
  return restoreBackup(other, path).then(
    () => ({ code: "restored", message: "" }),
    ({ code, message }) => ({ code, message }),
  );
}

test("every table is among those that are backed up and copied", async () => {
  const { rows } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(other.queries);
  const tables = rows.map(({ name }) => name).filter((name) => !name.startsWith("kysely_"));
  expect(new Set(tables)).toEqual(new Set(hubTableNames));
});

test("a restored backup has the same rows, and its numbers go on", async () => {
  const { hub, digests } = await backup();
  expect(digests.every(({ rows }) => rows > 0)).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await restoreBackup(other, file)).toEqual(digests);
  const bodies = (from: typeof other) =>
    from.queries.selectFrom("delivery").select(["guid", "body"]).orderBy("guid").execute();
  expect(await bodies(other)).toEqual(await bodies(hub));
  expect(await plannedRun(other)).toBe(3);
  expect((await checkDatabase(other)).damage).toEqual([]);
});

test("a copy has the same rows, and its numbers go on; a second one is refused", async () => {
  const { hub, digests } = await backup();
  expect(await copyDatabase(hub, other)).toEqual(digests);
  await expect(copyDatabase(hub, other)).rejects.toMatchObject({ code: "database-not-empty" });
  expect(await plannedRun(other)).toBe(3);
});

test("a backup is refused if anything of it is missing, added or changed, and leaves nothing behind", async () => {
  await backup();
  const lines = text.split("\n");
  const at = (form: RegExp) => lines.findIndex((line) => form.test(line));
  const without = (index: number) => lines.filter((_, place) => place !== index).join("\n");
  expect(await restoreOf("")).toMatchObject({ code: "backup-damaged" });
  expect(await restoreOf(`${lines.slice(0, -2).join("\n")}\n`)).toMatchObject({
    message: expect.stringMatching(/truncated/),
  });
  expect(await restoreOf(without(at(/"account": "acme"/)))).toMatchObject({ code: "backup-damaged" });
  expect(await restoreOf(text.replace('"account": "acme"', '"account": "evil"'))).toMatchObject({
    message: expect.stringMatching(/installation differ from their digest/),
  });
  expect(await restoreOf(without(at(/^\["run"\]$/)))).toMatchObject({ code: "backup-damaged" });
  expect(await restoreOf(text.replace('["task_need"]', '["pg_authid"]'))).toMatchObject({
    message: expect.stringMatching(/table pg_authid where task_need belongs/),
  });
  expect(await restoreOf(text.replace('"state": "OPEN"', '"state": "NONE"'))).toMatchObject({
    code: "backup-damaged",
  });
  const whole = await readFile(file);
  await writeFile(join(directory, "cut.gz"), whole.subarray(0, whole.length / 2));
  await expect(restoreBackup(other, join(directory, "cut.gz"))).rejects.toMatchObject({
    code: "backup-damaged",
  });
  for (const table of hubTableNames) {
    const { rows } = await sql`select 1 from ${sql.table(table)}`.execute(other.queries);
    expect([table, rows.length]).toEqual([table, 0]);
  }
});

test("a backup of a newer debootc, by its format or its tables, is refused", async () => {
  await backup();
  const newest = Object.keys(migrations).at(-1) ?? "";
  expect(await restoreOf(text.replace('"version":1', '"version":2'))).toMatchObject({
    code: "database-newer",
  });
  expect(await restoreOf(text.replace(`"${newest}"`, `"${newest}","9999-new"`))).toMatchObject({
    code: "database-newer",
    message: expect.stringMatching(/9999-new/),
  });
});

test("a backup of an older debootc is restored with its tables, and these are brought up to date", async () => {
  await backup();
  const [first = "", ...later] = Object.keys(migrations);
  await using old = await newMemoryDatabase();
  await migrate(old, first);
  const older = await olderBackup(old, text);
  expect((await restoreOf(older)).message).toMatch(
    new RegExp(`has the migrations ${later[0]}.*after the backup`),
  );
  await using fresh = await newMemoryDatabase();
  const path = join(directory, "older.gz");
  await writeFile(path, gzipSync(older));
  await restoreBackup(fresh, path);
  expect((await checkDatabase(fresh)).damage).toEqual([]);
  expect(await migrate(fresh)).toEqual([]);
});

test("a backup replaces no file, and leaves no half one", async () => {
  const { hub } = await backup();
  await expect(writeBackup(hub, { file, now: start })).rejects.toMatchObject({ code: "results-unwritable" });
  const missing = join(directory, "none", "b.gz");
  await expect(writeBackup(hub, { file: missing, now: start })).rejects.toMatchObject({
    code: "results-unwritable",
  });
  expect((await readdir(directory)).filter((name) => name.endsWith(".part"))).toEqual([]);
  await expect(restoreBackup(other, missing)).rejects.toMatchObject({ code: "not-found" });
});

test("a database that the hub wrote has no damage", async () => {
  const { hub } = await backup();
  expect((await checkDatabase(hub)).damage).toEqual([]);
});

test.each([
  [
    "an orphan",
    "delete from change; delete from attempt; delete from task_need; delete from task where id = 1; insert into change (run_id, task_id, to_state, cause, actor, at) values (1, 1, 'FREE', '', '', now())",
    /change \d+: the task .* missing/,
  ],
  [
    "a task under way without an attempt",
    "delete from attempt where task_id = 2",
    /task 2: it counts as under way/,
  ],
  [
    "an open attempt of a task that is over",
    "update attempt set ended_at = null where task_id = 1",
    /task 1: it is not under way, but an attempt/,
  ],
  [
    "a missing attempt",
    "update task set attempt = 5 where id = 1",
    /task 1: attempts are missing.*attempt 5, recorded: 1/,
  ],
  [
    "a run whose state does not follow from its tasks",
    "update run set state = 'FAILED', finished_at = now() where id = 1",
    /run 1: it is FAILED, but its tasks make it OPEN/,
  ],
  [
    "a state that no change led to",
    "update task set state = 'COMPLETED' where id = 2",
    /task 2: its state is not the one .*COMPLETED, last recorded ASSIGNED/,
  ],
  [
    "a lost need",
    "update task set state = 'CANCELED' where id = 2",
    /task 3: its state contradicts.*server\/amd64, which is CANCELED/,
  ],
  [
    "a missing position",
    "delete from change where task_id = 4; delete from attempt where task_id = 4; delete from task where id = 4",
    /run 2: positions of its tasks are missing/,
  ],
  [
    "a dispatch that nobody sends",
    "update dispatch set state = 'wanted', sent_at = null; delete from outgoing where kind = 'dispatch'",
    /dispatch .*nothing is going to tell it/,
  ],
  [
    "a message about nothing",
    "update outgoing set key = 'dispatch:none' where key = (select min(key) from outgoing where kind = 'dispatch')",
    /outgoing dispatch:none/,
  ],
  [
    "a log that lost a piece",
    "delete from log_chunk",
    /log of task 1: pieces of it are missing: attempt 1: 4 bytes, found: 0/,
  ],
  ["numbers that begin again", "select setval('run_id_seq', 1)", /numbers of run: the next row/],
])("the check explains %s, and says what to do", async (_, damage, explained) => {
  const { hub } = await backup();
  // What a broken disk does, no constraint stops.
  await hub.queries.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    for (const statement of damage.split("; ")) await sql.raw(statement).execute(trx);
  });
  const found = (await checkDatabase(hub)).damage;
  expect(found.map(({ subject, message }) => `${subject}: ${message}`).join("\n")).toMatch(explained);
  expect(found.every(({ hint }) => hint.endsWith(".") || hint.endsWith(";"))).toBe(true);
});
