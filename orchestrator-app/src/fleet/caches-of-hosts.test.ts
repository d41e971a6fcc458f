import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { assign, hubScene, planned, plannedRun, report, start } from "../runs/scene.fixture.ts";
import { addHost, startedOrder } from "./fleet.fixture.ts";
import { placeWaiting } from "./place-waiting.ts";
import { reportOrder } from "./report-order.ts";

beforeAll(memoryDatabase);

const root = `root:sha256:${"a".repeat(64)}`;
const base = `base-root:sha256:${"b".repeat(64)}`;
const done = { term: 1, state: "ended", exit: { code: 0, signal: null } } as const;
let words = 0;
const place = (hub: Awaited<ReturnType<typeof hubScene>>) =>
  placeWaiting(hub, { now: start, randomWord: () => `w${String(words++).padStart(7, "0")}` });

/** Plans a run whose only leg waits at GitHub. */
async function waitingLeg(hub: Awaited<ReturnType<typeof hubScene>>, name: string) {
  await plannedRun(hub, [planned(name, { onFleet: true, runsOn: [], arch: "amd64" })]);
  await assign(hub);
  // There may be an earlier task of this name.
  await hub.queries
    .updateTable("attempt")
    .set((is) => ({ github_job_id: is.ref("task_id") }))
    .where("started_at", "is", null)
    .where("ended_at", "is", null)
    .execute();
}

test("a task goes to the host whose cache has what it took the last time, however small that host is", async () => {
  const hub = await hubScene();
  const { host: small } = await addHost(hub, "small", { slots: 1 });
  const { host: large } = await addHost(hub, "large", { slots: 8, caches: [base] });
  await waitingLeg(hub, "a/amd64");
  expect(await place(hub)).toEqual([large.id]);
  const id = await startedOrder(hub, { host: small, task: 1, id: "1-abcdef" });
  await reportOrder(hub.queries, small, { id, now: start }, { ...done, used: [root, base] });
  await report(hub, "a/amd64", { status: "completed", conclusion: "success", runner: `r-${id}` });

  await waitingLeg(hub, "a/amd64");
  expect(await place(hub)).toEqual([small.id]);
  await waitingLeg(hub, "other/amd64");
  expect(await place(hub)).toEqual([large.id]);
});

test("what an order used of which the runner failed says nothing of its task", async () => {
  const hub = await hubScene();
  const { host } = await addHost(hub, "one");
  await waitingLeg(hub, "a/amd64");
  const id = await startedOrder(hub, { host, task: 1, id: "1-abcdef" });
  const failed = { ...done, exit: { code: 1, signal: null }, used: [root] };
  await reportOrder(hub.queries, host, { id, now: start }, failed);
  expect(await hub.queries.selectFrom("task_cache").selectAll().execute()).toEqual([]);
});

test("a host is known to have no more than an agent may name, what it used last first", async () => {
  const hub = await hubScene();
  const old = Array.from({ length: 1000 }, (_, index) => `root:sha256:${String(index).padStart(64, "0")}`);
  const { host } = await addHost(hub, "one", { caches: old });
  await waitingLeg(hub, "a/amd64");
  const id = await startedOrder(hub, { host, task: 1, id: "1-abcdef" });
  await reportOrder(hub.queries, host, { id, now: start }, { ...done, used: [root, String(old[3])] });
  const { names } = await hub.queries.selectFrom("host_cache").select("names").executeTakeFirstOrThrow();
  expect(names).toHaveLength(1000);
  expect(names.slice(0, 3)).toEqual([root, old[3], old[0]]);
});
