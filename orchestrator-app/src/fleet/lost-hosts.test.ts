import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { fleetScene, oneLeg } from "./fleet-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a host that is lost", () => {
  test("before its runner has the job loses the task to another host, after its runner is gone at GitHub", async () => {
    await using scene = await fleetScene({ one: {}, two: { slots: 1 } }, oneLeg);
    const { fleet, agents, github, repository, runnerNames } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const [first] = await scene.placements();
    const { rows } = { rows: await scene.database.queries.selectFrom("host").selectAll().execute() };
    const name = rows.find(({ id }) => id === first?.host_id)?.name ?? "";
    const lost = scene.agent(name);
    const other = [...agents].find(([one]) => one !== name)?.[1];
    const order = await lost.next();
    await lost.report(order?.id ?? "", { state: "started" });

    for (let beat = 0; beat < 5; beat++) {
      await github.advance(15_000);
      await other?.heartbeat();
      await fleet.stale();
    }
    expect(await scene.outcomes()).toEqual(["host-lost"]);
    await fleet.settle();
    await fleet.place();
    const again = await other?.next();
    expect(again?.label).toBe(order?.label);
    expect(runnerNames()).toEqual([again?.runnerName]);

    // It was only frozen: what it still says counts for nothing.
    expect(await lost.report(order?.id ?? "", { state: "ended", exit: { code: 0, signal: null } })).toBe(409);
    expect(await lost.heartbeat()).toBeUndefined();
    expect((await lost.session()).end).toEqual([order?.id]);
    expect(await scene.outcomes()).toEqual(["host-lost", "ordered"]);
    expect(repository.runners.size).toBe(1);
  });

  test("while its runner does the job fails the attempt as infrastructure: the next one has another label", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, database, jobEvents } = scene;
    const { id } = await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    github.connectRunner(repository, order?.runnerName ?? "");
    await jobEvents();
    github.disconnectRunner(repository, order?.runnerName ?? "");
    await github.advance(61_000);
    await fleet.stale();
    await fleet.settle();

    expect(await statesOf(database, id)).toEqual({ run: "OPEN", "a/amd64": "FREE" });
    const { failure } = await database.queries.selectFrom("task").select("failure").executeTakeFirstOrThrow();
    expect(failure).toMatchObject({
      class: "infrastructure",
      message: "host one ended while it did a/amd64: its host was silent for too long",
    });
    // GitHub notices after ten minutes; only then its runner is gone for sure.
    expect((await scene.placements()).map(({ settled_at }) => settled_at)).toEqual([null]);
    await github.advance(600_000);
    await fleet.settle();
    expect((await scene.placements()).map(({ settled_at }) => settled_at === null)).toEqual([false]);
  });

  test("after its job has ended loses nothing, even if the event of that is lost", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, database, jobEvents } = scene;
    const { id } = await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    github.connectRunner(repository, order?.runnerName ?? "");
    await jobEvents();
    for (const job of repository.jobs.values()) github.finishJob(repository, job.id, "success");
    await github.advance(61_000);
    await fleet.stale();
    await fleet.settle();
    expect(await statesOf(database, id)).toEqual({ run: "COMPLETED", "a/amd64": "COMPLETED" });
  });
});
