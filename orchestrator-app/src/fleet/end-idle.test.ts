import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { fleetScene, oneLeg } from "./fleet-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("an order whose runner takes no job", () => {
  test("because it is deaf ends, and the host is told so", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, runnerNames } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    await agent("one").report(order?.id ?? "", { state: "started" });
    github.connectRunner(repository, order?.runnerName ?? "", { deaf: true });
    for (let beat = 0; beat < 21; beat++) {
      await github.advance(15_000);
      await agent("one").heartbeat();
      await fleet.stale();
      await fleet.idle();
    }
    await agent("one").heartbeat();
    expect(await scene.outcomes()).toEqual(["failed"]);
    expect([...agent("one").told]).toEqual([order?.id]);
    await fleet.settle();
    expect(runnerNames()).toEqual([]);
  });

  test("as far as events tell, is left alone while the runner works and while GitHub is away", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, database } = scene;
    const { id } = await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    await agent("one").report(order?.id ?? "", { state: "started" });
    github.connectRunner(repository, order?.runnerName ?? "");
    github.plan([{ on: "request", do: "answer", status: 502 }]);
    for (let beat = 0; beat < 25; beat++) {
      await github.advance(15_000);
      await agent("one").heartbeat();
      await fleet.stale();
      await fleet.idle();
    }
    expect([await scene.outcomes(), await statesOf(database, id)]).toMatchObject([
      ["started"],
      { "a/amd64": "ASSIGNED" },
    ]);
    github.plan([]);
    await github.advance(15_000);
    await fleet.idle();
    expect([await scene.outcomes(), await statesOf(database, id)]).toMatchObject([
      ["started"],
      { "a/amd64": "RUNNING" },
    ]);
    expect([...agent("one").told]).toEqual([]);
  });
});
