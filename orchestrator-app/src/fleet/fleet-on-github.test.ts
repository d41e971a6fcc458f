import { mostPlacements } from "@debootc/core/fleet/placement-state";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { registerRunner } from "../github/runner-calls.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { hubTableNames } from "../upkeep/hub-tables.ts";
import { fleetScene, oneLeg } from "./fleet-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

describe("a task on the fleet", () => {
  test("runs on a runner that was made for it alone, once its job is queued and a host asks", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { github, repository, database, fleet, agent, queued, start, jobEvents } = scene;
    const { id } = await start();
    expect(await fleet.place()).toEqual([]);
    await queued();
    expect(repository.runners.size).toBe(0);
    expect(await fleet.place()).toHaveLength(1);
    expect(repository.runners.size).toBe(0);

    const order = await agent("one").next();
    expect(order).toMatchObject({ repository: "acme/os", run: id, task: { name: "a/amd64", kind: "leg" } });
    expect([...repository.runners.values()].map(({ name, labels }) => [name, labels])).toEqual([
      [order?.runnerName, [order?.label]],
    ]);
    expect(await agent("one").report(order?.id ?? "", { state: "started" })).toBe(200);
    github.connectRunner(repository, order?.runnerName ?? "");
    await jobEvents();
    expect(await statesOf(database, id)).toMatchObject({ "a/amd64": "RUNNING" });
    for (const job of repository.jobs.values()) github.finishJob(repository, job.id, "success");
    await jobEvents();
    await agent("one").report(order?.id ?? "", { state: "ended", exit: { code: 0, signal: null } });

    expect(await statesOf(database, id)).toEqual({ run: "COMPLETED", "a/amd64": "COMPLETED" });
    expect(await scene.outcomes()).toEqual(["done"]);
    expect(github.ledger.pairs).toMatchObject([{ labels: [order?.label] }]);
    // Nothing is left to ask GitHub.
    expect(await fleet.settle()).toBe(0);
  });

  test("has a runner whose secret is nowhere in the database or the log", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    await scene.start();
    await scene.queued();
    await scene.fleet.place();
    const order = await scene.agent("one").next();
    expect(order?.jitConfig.length).toBeGreaterThan(20);
    await scene.agent("one").report(order?.id ?? "", { state: "ended", exit: { code: 1, signal: null } });
    scene.github.plan([{ on: "request", do: "answer", status: 502 }]);
    await scene.fleet.settle();
    for (const table of hubTableNames) {
      const { rows } = await sql`select to_jsonb(one) from ${sql.table(table)} one`.execute(
        scene.database.queries,
      );
      expect(JSON.stringify(rows)).not.toContain(order?.jitConfig);
    }
    const logged = scene.log.lines.map(({ fields, message }) => [message, JSON.stringify(fields)]);
    expect(logged).not.toEqual([]);
    expect(logged.join("\n")).not.toContain(order?.jitConfig);
  });

  test("gets another runner when the order never reached its host, after the first one is gone at GitHub", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, repository, runnerNames, github } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    await agent("one").next({ isLost: true });
    const [lost] = runnerNames();
    expect(await agent("one").next()).toBeUndefined();
    expect(await scene.outcomes()).toEqual(["answer-lost"]);
    // Not before the first runner is gone.
    expect(await fleet.place()).toEqual([]);
    await fleet.settle();
    expect(repository.runners.size).toBe(0);

    await fleet.place();
    const order = await agent("one").next();
    expect(order?.runnerName).not.toBe(lost);
    expect(runnerNames()).toEqual([order?.runnerName]);
    expect(github.ledger.runners).toHaveLength(2);
  });

  test("gets another runner when GitHub's answer was lost, and the first is found by its name and removed", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, runnerNames } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const operation = "actions/generate-runner-jitconfig-for-repo";
    github.plan([{ on: "request", do: "lose-reply", operation, times: 1 }]);
    expect(await agent("one").next()).toBeUndefined();
    expect(await scene.outcomes()).toEqual(["registration-unsure"]);
    expect(repository.runners.size).toBe(1);
    await fleet.settle();
    expect(repository.runners.size).toBe(0);

    await github.advance(10_000);
    await agent("one").heartbeat();
    await fleet.place();
    const order = await agent("one").next();
    expect(runnerNames()).toEqual([order?.runnerName]);
  });

  test("gets another runner when the hub was killed while it registered one, and only after that one is gone", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, repository, runnerNames } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const [placed] = await scene.placements();
    // The killed hub has written down the name, and GitHub has made the runner.
    const name = `debootc-${placed?.id}`;
    await scene.database.queries
      .updateTable("placement")
      .set({ state: "registering", runner_name: name, registering_at: scene.clock() })
      .execute();
    await registerRunner(scene.call, scene.at, { name, label: placed?.label ?? "" });
    expect(runnerNames()).toEqual([name]);

    expect(await agent("one").next()).toBeUndefined();
    expect(await scene.outcomes()).toEqual(["answer-lost"]);
    expect(await fleet.place()).toEqual([]);
    await fleet.settle();
    expect(repository.runners.size).toBe(0);
    await github.advance(5000);
    await fleet.place();
    expect((await agent("one").next())?.runnerName).not.toBe(name);
    expect(repository.runners.size).toBe(1);
  });

  test("waits for GitHub to show a runner that it may have made, before it gets another", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const operation = "actions/generate-runner-jitconfig-for-repo";
    github.plan([{ on: "request", do: "answer", status: 502, operation, times: 1 }]);
    await agent("one").next();
    await fleet.settle();
    await github.advance(10_000);
    await agent("one").heartbeat();
    expect(await fleet.place()).toEqual([]);
    await github.advance(21_000);
    await agent("one").heartbeat();
    await fleet.settle();
    expect(await fleet.place()).toHaveLength(1);
  });

  test("fails with GitHub's words when GitHub refuses runners to the App", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, database } = scene;
    for (const installation of github.state().installations.values()) {
      const { administration: _, ...others } = installation.permissions;
      installation.permissions = others;
    }
    const { id } = await scene.start();
    await scene.queued();
    await fleet.place();
    await agent("one").next();
    expect(await statesOf(database, id)).toEqual({ run: "FAILED", "a/amd64": "FAILED" });
    const { failure } = await database.queries.selectFrom("task").select("failure").executeTakeFirstOrThrow();
    expect(failure).toMatchObject({ code: "github-refused", class: "policy" });
    expect(failure?.hint).toMatch(/Administration: write/);
  });
});

describe("an order that ends", () => {
  test("before its job began is placed again, but only so often", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, github, database } = scene;
    const { id } = await scene.start();
    await scene.queued();
    const failed = {
      state: "ended" as const,
      exit: {
        ...{ code: 1, signal: null },
        failure: { code: "disk-full", class: "infrastructure" as const, message: "the disk is full" },
      },
    };
    for (let time = 1; time <= 4; time++) {
      await github.advance(40_000);
      await agent("one").heartbeat();
      expect(await fleet.place()).toHaveLength(1);
      const order = await agent("one").next();
      expect(await agent("one").report(order?.id ?? "", failed)).toBe(200);
      await fleet.settle();
    }
    expect(await scene.outcomes()).toEqual(["failed", "failed", "failed", "failed"]);
    expect(await statesOf(database, id)).toEqual({ run: "OPEN", "a/amd64": "FREE" });
    const { failure } = await database.queries.selectFrom("task").select("failure").executeTakeFirstOrThrow();
    expect(failure?.message).toBe(
      "host one ended before it began with a/amd64: its runner failed (the disk is full); it was placed 4 times",
    );
  });

  test("before it had a runner uses up no try", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent, database } = scene;
    const { id } = await scene.start();
    await scene.queued();
    for (let time = 1; time <= mostPlacements; time++) {
      expect(await fleet.place()).toHaveLength(1);
      await agent("one").session();
    }
    await fleet.place();
    const order = await agent("one").next();
    await agent("one").report(order?.id ?? "", { state: "ended", exit: { code: 1, signal: null } });
    await fleet.settle();
    expect(await scene.outcomes()).toEqual([
      ...Array.from({ length: mostPlacements }, () => "session-ended"),
      "failed",
    ]);
    expect(await statesOf(database, id)).toMatchObject({ "a/amd64": "ASSIGNED" });
  });

  test("leaves its host free for the next one as soon as that asks, not only after its next heartbeat", async () => {
    await using scene = await fleetScene({ one: {} });
    const { fleet, agent, github, repository } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    await agent("one").heartbeat();
    github.connectRunner(repository, order?.runnerName ?? "");
    const job = github.jobOf(repository, order?.runnerName ?? "");
    github.finishJob(repository, job?.id ?? 0);
    await scene.jobEvents();
    await agent("one").report(order?.id ?? "", { state: "ended", exit: { code: 0, signal: null } });
    // It may still clean up.
    expect(await fleet.place()).toEqual([]);
    expect(await agent("one").next()).toBeUndefined();
    expect(await fleet.place()).toHaveLength(1);
  });

  test("is reported once: what comes late or twice changes nothing", async () => {
    await using scene = await fleetScene({ one: {} }, oneLeg);
    const { fleet, agent } = scene;
    await scene.start();
    await scene.queued();
    await fleet.place();
    const order = await agent("one").next();
    const id = order?.id ?? "";
    await agent("one").report(id, { state: "ended", exit: { code: 0, signal: null } });
    const before = await scene.placements();
    expect(await agent("one").report(id, { state: "started" })).toBe(200);
    expect(await agent("one").report(id, { state: "ended", exit: { code: 9, signal: null } })).toBe(200);
    expect(await scene.placements()).toEqual(before);
    expect(await agent("one").report("9-unknown00", { state: "started" })).toBe(404);
  });
});
