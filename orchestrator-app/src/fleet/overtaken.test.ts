import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { OvertakenError } from "../store/fenced-by.ts";
import { fleetScene } from "./fleet-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

test("a leader that was overtaken leaves its sweeps to the next one, and takes that for no fault of GitHub", async () => {
  await using scene = await fleetScene({ one: {}, two: {} });
  const { agent, fleet, repository, database } = scene;
  await scene.start();
  await scene.queued();
  await fleet.place();
  await agent("one").next({ isLost: true });
  await agent("one").next();
  await agent("two").next();
  repository.runners.clear();
  const before = await scene.placements();
  expect(before.map(({ state }) => state).toSorted()).toEqual(["ended", "ordered"]);

  await database.queries
    .updateTable("lease")
    .set((is) => ({ holder: "another", term: is("term", "+", 1) }))
    .execute();
  await expect(fleet.settle()).rejects.toThrow(OvertakenError);
  await expect(fleet.reap()).rejects.toThrow(OvertakenError);
  expect(await scene.placements()).toEqual(before);
});
