import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { healthApp } from "./health-app.ts";
import { Loop, type LoopPlan } from "./loop.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

const failing = { every: 1, round: async () => Promise.reject(new Error("it fails")) };

/** Lets a loop fail until it counts as broken; returns what a hub with it answers to whoever asks whether it is ready. */
async function readyWith(plan: LoopPlan) {
  const loop = new Loop(plan, { clock: () => new Date(), log: memoryLog() });
  loop.start();
  await expect.poll(() => loop.state.failures, { timeout: 60_000 }).toBeGreaterThan(2);
  await loop.stop();
  const health = { database: await memoryDatabase(), loops: () => [loop.state], isStopping: () => false };
  const answer = await healthApp(health).request("/readyz");
  return { status: answer.status, body: await answer.json() };
}

test("a hub whose own work fails is not ready", async () => {
  expect(await readyWith({ ...failing, name: "deliveries" })).toEqual({
    status: 503,
    body: { state: "not ready", database: true, failing: ["deliveries"] },
  });
});

test("a hub is ready for deliveries while GitHub is down, and says what fails", async () => {
  expect(await readyWith({ ...failing, name: "missed deliveries", isOutside: true })).toEqual({
    status: 200,
    body: { state: "ready", database: true, failing: ["missed deliveries"] },
  });
});
