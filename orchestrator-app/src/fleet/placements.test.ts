import fc from "fast-check";
import { placementStates, placementTransitions } from "@debootc/core/fleet/placement-state";
import { whyWaiting } from "@debootc/core/task/why-waiting";
import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { after, assign, hubScene, planned, plannedRun, report, start } from "../runs/scene.fixture.ts";
import { waitingFacts } from "../queries/waiting-facts.ts";
import { beginSession } from "./begin-session.ts";
import { endPlacements } from "./end-placements.ts";
import { endStale } from "./end-stale.ts";
import { addHost, hostReport } from "./fleet.fixture.ts";
import { changeHost, createHost, lockedHost } from "./hosts.ts";
import { placeWaiting } from "./place-waiting.ts";

beforeAll(memoryDatabase);

let words = 0;
const randomWord = () => `w${String(words++).padStart(7, "0")}`;

/** Plans legs on the fleet whose jobs GitHub has queued. */
async function queuedLegs(count: number, changes: Parameters<typeof planned>[1] = {}) {
  const hub = await hubScene();
  const names = Array.from({ length: count }, (_, index) => `v${index}/amd64`);
  await plannedRun(
    hub,
    names.map((name) => planned(name, { onFleet: true, runsOn: [], arch: "amd64", ...changes })),
  );
  await assign(hub);
  for (const name of names) await report(hub, name, { status: "queued", runner: null });
  const place = (now = start) => placeWaiting(hub, { now, randomWord });
  const placements = () =>
    hub.queries.selectFrom("placement").selectAll().orderBy("placed_at").orderBy("id").execute();
  return { hub, place, placements };
}

test("a task on the fleet asks for the label of its attempt, and for no other", async () => {
  const { hub } = await queuedLegs(1);
  const { inputs } = await hub.queries.selectFrom("dispatch").select("inputs").executeTakeFirstOrThrow();
  const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();
  expect(JSON.parse(inputs["tasks"] ?? "")).toMatchObject([{ label, runsOn: [label] }]);
});

test("no host gets more than it has slots, and what is left waits for the next round", async () => {
  const { hub, place, placements } = await queuedLegs(5);
  await addHost(hub, "one", { slots: 2 });
  await addHost(hub, "two");
  expect(await place()).toHaveLength(2);
  expect(await place()).toEqual([]);
  expect(await placements()).toHaveLength(3);
});

test("two replicas that both take themselves for the leader place each task once, within the slots", async () => {
  const { hub, place, placements } = await queuedLegs(6);
  await addHost(hub, "one", { slots: 4 });
  await Promise.all([place(), place(), place()]);
  const all = await placements();
  expect(all).toHaveLength(4);
  expect(new Set(all.map(({ label }) => label)).size).toBe(4);
});

test("a job that GitHub has not queued, or that has begun, gets no host", async () => {
  const { hub, place } = await queuedLegs(2);
  await addHost(hub, "one", { slots: 4 });
  await hub.queries.updateTable("attempt").set({ github_job_id: null }).where("task_id", "=", 1).execute();
  await report(hub, "v1/amd64", { status: "in_progress" });
  expect(await place()).toEqual([]);
});

test("a task whose job has no runner says why, from the missing host to the order that is under way", async () => {
  const { hub, place } = await queuedLegs(1);
  const why = async () =>
    whyWaiting(await waitingFacts(hub.queries, 1, { now: start, mostActive: 100 })).kind;
  expect(await why()).toBe("no-host");
  await addHost(hub, "other", { arches: ["arm64"] });
  expect(await why()).toBe("no-host");
  await addHost(hub, "one");
  expect(await why()).toBe("turn");
  await place();
  expect(await why()).toBe("placed");
  await endPlacements(hub.queries, {}, { outcome: "withdrawn", at: start });
  await hub.queries.updateTable("host").set({ state: "draining" }).where("name", "=", "one").execute();
  expect(await why()).toBe("hosts-closed");
});

test("a host that drains keeps its orders, gets no others, and is disabled after the last", async () => {
  const { hub, place, placements } = await queuedLegs(3);
  const { host } = await addHost(hub, "one", { slots: 2 });
  await place();
  const [first, second] = await placements();
  await hub.queries
    .updateTable("placement")
    .set({ state: "registering", runner_name: "r", registering_at: start })
    .where("id", "=", first?.id ?? "")
    .execute();
  const { queries } = hub;
  const drained = await queries
    .transaction()
    .execute(async (trx) => changeHost(trx, await lockedHost(trx, "one"), "draining", start));
  expect(drained.state).toBe("draining");
  expect((await placements()).find(({ id }) => id === second?.id)).toMatchObject({ outcome: "withdrawn" });
  expect(await place()).toEqual([]);
  await endPlacements(queries, { host: host.id }, { outcome: "done", at: start, isSettled: true });
  await endStale(hub, start);
  const { state } = await queries.selectFrom("host").select("state").executeTakeFirstOrThrow();
  expect(state).toBe("disabled");
});

test("a host that is disabled gives up what it has, and one that is removed leaves its name to another", async () => {
  const { hub, place, placements } = await queuedLegs(1);
  await addHost(hub, "one");
  await place();
  const { queries } = hub;
  const change = (to: "disabled" | "removed" | "enabled") =>
    queries.transaction().execute(async (trx) => changeHost(trx, await lockedHost(trx, "one"), to, start));
  await change("disabled");
  expect((await placements()).map(({ state }) => state)).toEqual(["ended"]);
  await change("enabled");
  expect(await place()).toHaveLength(1);
  await change("removed");
  expect((await addHost(hub, "one")).host.name).toBe("one");
  await expect(
    createHost(queries, { name: "one", now: start, randomBytes: () => new Uint8Array(32) }),
  ).rejects.toMatchObject({
    code: "state-conflict",
  });
});

test("a new session keeps the orders that the agent still has, and gives up all others of its host", async () => {
  const { hub, place, placements } = await queuedLegs(3);
  const { host } = await addHost(hub, "one", { slots: 3 });
  await place();
  const [kept, lost, unfetched] = await placements();
  for (const one of [kept, lost]) {
    await hub.queries
      .updateTable("placement")
      .set({ state: "registering", runner_name: one?.id ?? "", registering_at: start })
      .where("id", "=", one?.id ?? "")
      .execute();
    await hub.queries
      .updateTable("placement")
      .set({ state: "ordered", github_runner_id: 5, ordered_at: start })
      .where("id", "=", one?.id ?? "")
      .execute();
  }
  const orders = [kept?.id ?? "", "99-unknown00"];
  const begun = await beginSession(hub.queries, host, { host: hostReport({ slots: 3 }), orders }, start);
  expect(begun.end).toEqual(["99-unknown00"]);
  expect(begun.host.term).toBe(2);
  const all = new Map((await placements()).map((one) => [one.id, one]));
  expect(all.get(kept?.id ?? "")).toMatchObject({ state: "ordered", host_term: 2 });
  expect(all.get(lost?.id ?? "")).toMatchObject({ outcome: "session-ended", settled_at: null });
  expect(all.get(unfetched?.id ?? "")).toMatchObject({ outcome: "session-ended", settled_at: start });
});

test("what is in the caches of a host is kept apart from what is read each second", async () => {
  const caches = ["base-root:sha256:1", "packages:sha256:2"];
  const hub = await hubScene();
  const { host } = await addHost(hub, "one", { caches });
  const kept = await hub.queries
    .selectFrom("host_cache")
    .select("names")
    .where("host_id", "=", host.id)
    .execute();
  expect(kept).toEqual([{ names: caches }]);
  expect(host).toMatchObject({ report: { slots: 1 } });
  expect(host.report).not.toHaveProperty("caches");
});

test("what a host does not fetch in time goes to another one", async () => {
  const { hub, place, placements } = await queuedLegs(1);
  await addHost(hub, "one");
  await place();
  expect(await endStale(hub, after(29))).toBe(0);
  expect(await endStale(hub, after(30))).toBe(1);
  expect((await placements()).map(({ outcome }) => outcome)).toEqual(["unclaimed"]);
  expect(await place(after(30))).toHaveLength(1);
});

test("a task that a host has tried goes to another one, also in its next attempt, unless none is free", async () => {
  const { hub, place, placements } = await queuedLegs(1);
  const { host: one } = await addHost(hub, "one", { slots: 4 });
  const { host: two } = await addHost(hub, "two");
  const hostsOf = async () => (await placements()).map(({ host_id }) => host_id);
  const end = (outcome: "failed" | "unreachable") =>
    endPlacements(hub.queries, {}, { outcome, at: start, isSettled: true });
  await place();
  await end("unreachable");
  await place(after(1));
  expect(await hostsOf()).toEqual([one.id, one.id]);
  await end("failed");
  await place(after(2));
  expect(await hostsOf()).toEqual([one.id, one.id, two.id]);

  await end("failed");
  await report(hub, "v0/amd64", { status: "completed", conclusion: "failure", runner: null });
  await assign(hub, after(30));
  await report(hub, "v0/amd64", { status: "queued", runner: null });
  const { host: three } = await addHost(hub, "three", {}, after(30));
  const heard = hub.queries.updateTable("host").set({ seen_at: after(30) });
  await heard.execute();
  await place(after(30));
  expect((await hostsOf()).at(-1)).toBe(three.id);
  await end("failed");
  await place(after(31));
  expect((await hostsOf()).at(-1)).toBe(one.id);
});

test("a host that was silent gets nothing new, and later loses what it has and its session", async () => {
  const { hub, place, placements } = await queuedLegs(2);
  await addHost(hub, "one");
  await place();
  await endPlacements(hub.queries, {}, { outcome: "withdrawn", at: start });
  expect(await place(after(40))).toEqual([]);
  expect(await place(after(39))).toHaveLength(1);
  await endStale(hub, after(60));
  expect(new Set((await placements()).map(({ outcome }) => outcome))).toEqual(
    new Set(["host-lost", "withdrawn"]),
  );
  const { term } = await hub.queries.selectFrom("host").select("term").executeTakeFirstOrThrow();
  expect(term).toBe(2);
});

test("the database itself refuses every move of a placement that the table of states does not have", async () => {
  const { hub, place } = await queuedLegs(1);
  await addHost(hub, "one");
  await place();
  const steps = {
    placed: {},
    registering: { runner_name: "r", registering_at: start },
    ordered: { github_runner_id: 1, ordered_at: start },
    started: { started_at: start },
    ended: { outcome: "done" as const, ended_at: start },
  };
  const path = ["placed", "registering", "ordered", "started", "ended"] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...path), fc.constantFrom(...placementStates), async (from, to) => {
      const undone = new Error("undone");
      const moving = hub.queries.transaction().execute(async (trx) => {
        for (const state of path.slice(0, path.indexOf(from) + 1))
          await trx
            .updateTable("placement")
            .set({ state, ...steps[state] })
            .execute();
        const before = path.slice(0, path.indexOf(to) + 1).map((state) => steps[state]);
        const values = from === "placed" && to === "ended" ? { settled_at: start } : {};
        const skipped = from === "placed" && to === "ended" ? steps.ended : Object.assign({}, ...before);
        await trx
          .updateTable("placement")
          .set({ ...skipped, ...values, state: to })
          .execute();
        throw undone;
      });
      const isAllowed = from === to || placementTransitions[from].includes(to);
      if (isAllowed) await expect(moving).rejects.toBe(undone);
      else await expect(moving).rejects.toThrow(/cannot move from|violates check constraint|another one/);
    }),
    { numRuns: 40 },
  );
});

test("the database itself refuses two open placements of one attempt", async () => {
  const { hub, place } = await queuedLegs(1);
  const { host } = await addHost(hub, "one");
  await place();
  const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();
  const second = { id: "1-another00", label, host_id: host.id, host_term: 1, placed_at: start };
  await expect(
    hub.queries
      .insertInto("placement")
      .values({ ...second, state: "placed" })
      .execute(),
  ).rejects.toThrow("placement_open");
});
