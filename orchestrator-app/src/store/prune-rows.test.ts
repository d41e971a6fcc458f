import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { aDelivery } from "../intake/delivery.fixture.ts";
import { storeDeliveries } from "../intake/store-deliveries.ts";
import {
  addRepositories,
  after,
  assign,
  planned,
  plannedRun,
  report,
  statesOf,
} from "../runs/scene.fixture.ts";
import { cancelRun } from "../runs/steer.ts";
import { checkDatabase } from "../upkeep/check-database.ts";
import { addHost, startedOrder } from "../fleet/fleet.fixture.ts";
import { appendPieces } from "../task-log/append-pieces.ts";
import { asLeader } from "./as-leader.fixture.ts";
import { pruneRows, pruneRuns } from "./prune-rows.ts";

const day = 86_400;
const kept = { keepBodies: 14, keepDeliveries: 90, keepAnswers: 7, keepLogs: 30, keepRuns: 40 };

async function scene() {
  const database = await memoryDatabase();
  await addRepositories(database.queries);
  return { ...database, prune: pruneRows.bind(undefined, await asLeader(database)) };
}

test("bodies go first, then their deliveries; what was not handled yet keeps everything", async () => {
  const database = await scene();
  const { queries, prune } = database;
  const received = { old: 0, older: -80 * day, waiting: -200 * day, new: 10 * day };
  const all = Object.entries(received).map(([guid, seconds]) => aDelivery(guid, after(seconds)));
  await storeDeliveries(queries, all);
  await queries
    .updateTable("delivery")
    .set({ state: "handled", handled_at: after(day) })
    .where("guid", "<>", "waiting")
    .execute();
  const rows = async () => {
    const found = await queries.selectFrom("delivery").select(["guid", "body"]).orderBy("guid").execute();
    return found.map(({ guid, body }) => `${guid} ${body === null ? "without" : "with"} body`);
  };

  expect(await prune(kept, after(15 * day))).toBe(false);
  expect(await rows()).toEqual(["new with body", "old without body", "waiting with body"]);
  await prune(kept, after(25 * day));
  expect(await rows()).toEqual(["new without body", "old without body", "waiting with body"]);
  await prune(kept, after(200 * day));
  expect(await rows()).toEqual(["waiting with body"]);
});

test("more than one round's worth is removed in several rounds", async () => {
  const database = await scene();
  const { queries, prune } = database;
  await storeDeliveries(
    queries,
    Array.from({ length: 501 }, (_, index) => aDelivery(`d${index}`, after(index))),
  );
  await queries
    .updateTable("delivery")
    .set({ state: "handled", handled_at: after(1000) })
    .execute();
  const later = after(100 * day);

  expect(await prune(kept, later)).toBe(true);
  expect(await prune(kept, later)).toBe(false);
  expect(await queries.selectFrom("delivery").select("guid").execute()).toEqual([]);
});

test("answers to idempotency keys are kept for their days", async () => {
  const database = await scene();
  const { queries, prune } = database;
  const answer = { request_digest: "d", status: 200, body: "{}" };
  await queries
    .insertInto("idempotency")
    .values([
      { key: "k:old", ...answer, created_at: after(0) },
      { key: "k:new", ...answer, created_at: after(2 * day) },
    ])
    .execute();

  await prune(kept, after(8 * day));
  expect(await queries.selectFrom("idempotency").select("key").execute()).toEqual([{ key: "k:new" }]);
});

test("a run that is over goes with all that belongs to it, if a number of days is set; others stay whole", async () => {
  const database = await scene();
  const { queries, prune } = database;
  const over = await plannedRun(database, [planned("a/amd64"), planned("b/amd64", { needs: [0] })]);
  await assign(database);
  await report(database, "a/amd64", { status: "completed", conclusion: "failure", runner: "r" });
  const open = await plannedRun(database, [planned("c/amd64")]);
  expect((await statesOf(database, over)).run).toBe("FAILED");
  const runs = async () =>
    (await queries.selectFrom("run").select("id").orderBy("id").execute()).map(({ id }) => id);

  await prune({ ...kept, keepRuns: undefined }, after(1000 * day));
  const { host } = await addHost(database, "builder-1");
  await startedOrder(database, { host, task: 1, id: "1-abcdef" });
  const write = (at: Date) => {
    const piece = { taskId: 1, attempt: 1, order: "1-abcdef", offset: 0, bytes: Buffer.from("line\n") };
    return database.transact((trx) => appendPieces(trx, [piece], at));
  };
  await write(after(0));
  await prune(kept, after(29 * day));
  expect(await runs()).toEqual([over, open]);
  const logs = () => queries.selectFrom("log").select("task_id").execute();
  expect(await logs()).toEqual([{ task_id: 1 }]);
  await prune(kept, after(31 * day));
  expect([await runs(), await logs()]).toEqual([[over, open], []]);
  await write(after(39 * day));
  const stored = { name: "leg-a-amd64", github_run_id: 7, storage_key: "k", size: 1, attempt: 1 };
  await queries
    .insertInto("artifact")
    .values({
      ...{ ...stored, run_id: over, task_id: 1, digest: `sha256:${"0".repeat(64)}`, state: "stored" },
      ...{ due_at: after(0), created_at: after(0), expires_at: after(42 * day) },
    })
    .execute();
  await prune(kept, after(41 * day));
  expect(await runs()).toEqual([over, open]);
  await queries.updateTable("artifact").set({ state: "expired" }).execute();
  expect(await prune(kept, after(43 * day))).toBe(true);
  expect([await runs(), await logs()]).toEqual([[over, open], []]);
  expect(await prune(kept, after(43 * day))).toBe(false);
  expect(await runs()).toEqual([open]);
  expect((await checkDatabase(database)).damage).toEqual([]);
  const told = await queries.selectFrom("outgoing").select("key").orderBy("key").execute();
  expect(told.map(({ key }) => key)).toEqual([`check-run:${open}`, "check-task:3"]);
});

test("no more runs are removed at once than have few tasks together, and one in any case", async () => {
  const database = await scene();
  const { queries, transact } = database;
  for (let count = 0; count < 3; count++) {
    const run = await plannedRun(database, [planned("a/amd64"), planned("b/amd64")]);
    await queries.deleteFrom("outgoing").execute();
    await transact((trx) => cancelRun(trx, run, { cause: "test", actor: "ada", at: after(0) }));
  }
  const left = async () => (await queries.selectFrom("run").select("id").execute()).length;
  const pruned = (tasks: number) => transact((trx) => pruneRuns(trx, after(1), { runs: 20, tasks }));

  expect([await pruned(1), await left()]).toEqual([true, 2]);
  expect([await pruned(4), await left()]).toEqual([false, 0]);
});
