import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { fleetScene, oneLeg } from "./fleet-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a sweep", () => {
  test("removes a runner that no host has, when two sweeps have seen it and it is not busy", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, runnerNames, database } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    await agent("one").next();
    // The hub takes it for gone, which is wrong.
    await database.queries
      .updateTable("placement")
      .set({
        state: "ended",
        outcome: "host-lost",
        ended_at: new Date(github.now()),
        settled_at: new Date(github.now()),
      })
      .execute();
    expect(await fleet.reap()).toEqual({ runners: 0, orders: 0 });
    expect(runnerNames()).toHaveLength(1);
    github.connectRunner(repository, runnerNames()[0] ?? "");
    await github.advance(60_000);
    expect(await fleet.reap()).toEqual({ runners: 0, orders: 0 });
    const [runner] = repository.runners.values();
    delete runner?.jobId;
    expect(await fleet.reap()).toEqual({ runners: 1, orders: 0 });
    expect(runnerNames()).toEqual([]);
  });

  test("ends an order whose runner GitHub has forgotten, when two sweeps have missed it", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    await agent("one").next();
    repository.runners.clear();
    expect(await fleet.reap()).toEqual({ runners: 0, orders: 0 });
    await github.advance(60_000);
    expect(await fleet.reap()).toEqual({ runners: 0, orders: 1 });
    expect(await scene.outcomes()).toEqual(["registration-gone"]);
  });

  test("leaves alone what is on both sides, and runners that the hub did not make", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    await agent("one").next();
    const [mine] = repository.runners.values();
    if (mine !== undefined) repository.runners.set(1, { ...mine, id: 1, name: "somebody-elses" });
    for (let sweep = 0; sweep < 3; sweep++) {
      expect(await fleet.reap()).toEqual({ runners: 0, orders: 0 });
      await github.advance(60_000);
    }
    expect(repository.runners.size).toBe(2);
  });
});
