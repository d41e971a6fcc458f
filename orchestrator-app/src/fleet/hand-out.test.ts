import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { loginOfApp } from "../github/app-calls.ts";
import type { CallGitHub } from "../github/call.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { cancelTask } from "../runs/steer.ts";
import { fleetScene } from "./fleet-scene.fixture.ts";
import { handOut } from "./hand-out.ts";
import { knownRuns } from "./known-runs.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

/** Places both tasks of a run on a host. */
async function placedScene() {
  const scene = await fleetScene({ one: { slots: 2 } });
  await scene.start();
  await scene.queued();
  await scene.fleet.place();
  const cancel = (task: number) =>
    scene.database.transact((trx) =>
      cancelTask(trx, task, { cause: "test", actor: "ada", at: scene.clock() }),
    );
  const outcomes = async () => (await scene.outcomes()).toSorted();
  return { ...scene, cancel, outcomes };
}

/** Asks for an order in the name of the host, whose calls of GitHub the test sees. */
async function handOutBy({ database, clock, call: own }: Scene, call: CallGitHub) {
  const login = await loginOfApp(own);
  const handing = { database, call, clock, runs: knownRuns(clock), log: memoryLog() };
  const host = await database.queries.selectFrom("host").selectAll().executeTakeFirstOrThrow();
  return handOut({ ...handing, appLogin: async () => login }, host);
}

type Scene = Awaited<ReturnType<typeof placedScene>>;

test("an order whose attempt has ended is given up without asking GitHub, and the next one is handed out", async () => {
  await using scene = await placedScene();
  const { agent, cancel, outcomes, runnerNames } = scene;
  await cancel(1);
  const order = await agent("one").next();
  expect(order?.task.id).toBe(2);
  expect(runnerNames()).toEqual([order?.runnerName]);
  expect(await outcomes()).toEqual(["ordered", "task-over"]);
});

test("an attempt that ends while GitHub is asked about its job gets no runner", async () => {
  await using scene = await placedScene();
  const { cancel, outcomes, runnerNames } = scene;
  let isCanceled = false;
  const call: CallGitHub = async (asked) => {
    if (!isCanceled) for (const task of [1, 2]) await cancel(task);
    isCanceled = true;
    return scene.call(asked);
  };
  expect(await handOutBy(scene, call)).toBeUndefined();
  expect(runnerNames()).toEqual([]);
  expect(await outcomes()).toEqual(["task-over", "task-over"]);
});

test("an order whose attempt ends while its runner is registered is not handed out, and the runner is removed", async () => {
  await using scene = await placedScene();
  const { cancel, fleet, outcomes, runnerNames } = scene;
  const call: CallGitHub = async (asked) => {
    const answer = await scene.call(asked);
    if (asked.isRegistration === true) await cancel(runnerNames().length);
    return answer;
  };
  expect(await handOutBy(scene, call)).toBeUndefined();
  expect(runnerNames()).toHaveLength(2);
  expect(await outcomes()).toEqual(["task-over", "task-over"]);
  await fleet.settle();
  expect(runnerNames()).toEqual([]);
});
