import { cronFaults } from "@debootc/core/hub-file/schema/cron-faults";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hubScene, sha } from "./scene.fixture.ts";
import { nextTime, setSchedules, startScheduled } from "./schedules.ts";

const at = (time: string) => new Date(`2026-11-30T${time}:00Z`);
const nightly = { name: "nightly", cron: "0 2 * * *" };

test("a schedule starts one run when it is due, whatever was missed before", async () => {
  const hub = await hubScene();
  await setSchedules(hub.queries, 1, [{ name: "hourly", cron: "0 * * * *" }], at("00:30"));
  const start = (time: string) => startScheduled(hub, { now: at(time), headOf: async () => sha });

  expect(await start("00:59")).toBe(0);
  expect(await start("05:10")).toBe(1);
  expect(await start("05:20")).toBe(0);
  expect(await start("06:00")).toBe(1);
  const runs = await hub.queries
    .selectFrom("run")
    .select(["cause", "actor", "cause_key"])
    .orderBy("id")
    .execute();
  expect(runs).toEqual([
    { cause: "schedule", actor: "schedule hourly", cause_key: "schedule:hourly:2026-11-30T01:00:00.000Z" },
    { cause: "schedule", actor: "schedule hourly", cause_key: "schedule:hourly:2026-11-30T06:00:00.000Z" },
  ]);
});

test("a repository whose head cannot be read stays due, and holds up no other", async () => {
  const hub = await hubScene();
  for (const id of [1, 2]) await setSchedules(hub.queries, id, [nightly], at("01:00"));
  const headOf = async ({ id }: { readonly id: number }) => {
    if (id === 1) throw new Error("no network");
    return sha;
  };

  await expect(startScheduled(hub, { now: at("02:00"), headOf })).rejects.toThrow("no network");
  expect(await startScheduled(hub, { now: at("02:01"), headOf: async () => sha })).toBe(1);
  const runs = await hub.queries.selectFrom("run").select("repository_id").orderBy("id").execute();
  expect(runs).toEqual([{ repository_id: 2 }, { repository_id: 1 }]);
});

test("a repository whose account has suspended the App waits, and is asked for nothing", async () => {
  const hub = await hubScene();
  await setSchedules(hub.queries, 1, [nightly], at("01:00"));
  const asked: number[] = [];
  const headOf = async ({ id }: { readonly id: number }) => {
    asked.push(id);
    return sha;
  };
  const round = async (state: "active" | "suspended") => {
    await hub.queries.updateTable("installation").set({ state }).execute();
    return startScheduled(hub, { now: at("02:10"), headOf });
  };

  expect(await round("suspended")).toBe(0);
  expect(asked).toEqual([]);
  expect(await round("active")).toBe(1);
});

test("two replicas that look at once start one run", async () => {
  const hub = await hubScene();
  await setSchedules(hub.queries, 1, [nightly], at("01:00"));
  const both = await Promise.all(
    [1, 2].map(() => startScheduled(hub, { now: at("02:00"), headOf: async () => sha })),
  );

  expect(both.reduce((sum, one) => sum + one, 0)).toBe(1);
});

test("schedules follow the configuration, and one that stays the same stays due", async () => {
  const hub = await hubScene();
  await setSchedules(hub.queries, 1, [nightly, { name: "weekly", cron: "0 4 * * 1" }], at("01:00"));
  await setSchedules(hub.queries, 1, [nightly, { name: "weekly", cron: "0 5 * * 1" }], at("02:30"));
  const rows = () => hub.queries.selectFrom("schedule").select(["name", "next_at"]).orderBy("name").execute();

  expect(await rows()).toEqual([
    { name: "nightly", next_at: at("02:00") },
    { name: "weekly", next_at: at("05:00") },
  ]);
  await setSchedules(hub.queries, 1, [], at("03:00"));
  expect(await rows()).toEqual([]);
});

test("an expression that means never is refused", () => {
  expect(() => nextTime({ name: "x", cron: "0 0 31 2 *" }, at("00:00"))).toThrow(
    "the schedule x is never due: 0 0 31 2 *",
  );
});

test("whatever a hub file takes as a schedule is due some day, and what is not is refused there", () => {
  const day = fc.integer({ min: 1, max: 31 });
  const step = fc.constantFrom("", "/2", "/7", "/29");
  const days = fc.oneof(
    day.map(String),
    fc.tuple(day, day, step).map(([a, b, by]) => `${Math.min(a, b)}-${Math.max(a, b)}${by}`),
    step.map((by) => `*${by}`),
  );
  const months = fc.constantFrom("*", "*/6", "2", "feb", "2,4", "apr-jun", "4-11/5", "nov,2", "1-2");
  const part = fc.array(days, { minLength: 1, maxLength: 2 }).map((list) => list.join());
  fc.assert(
    fc.property(part, months, fc.constantFrom("*", "mon", "*/3"), (some, month, weekday) => {
      const cron = `30 2 ${some} ${month} ${weekday}`;
      const isTaken = cronFaults(cron).length === 0;
      const due = () => nextTime({ name: "x", cron }, at("00:00"));
      if (isTaken) expect(due().getTime()).toBeGreaterThan(at("00:00").getTime());
      else expect(due).toThrow("is never due");
    }),
    { numRuns: 300 },
  );
});
