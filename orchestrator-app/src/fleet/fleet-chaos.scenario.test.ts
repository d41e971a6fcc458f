import { expect, test } from "vitest";
import { fleetChaos } from "./fleet-chaos.fixture.ts";
import { judgeChaos } from "./judge-chaos.fixture.ts";

test("500 tasks on a fleet on which everything goes wrong are each done once, by the runners that were made for them", async () => {
  await using scene = await fleetChaos({ seed: 23, hosts: 12, slots: 6, runs: 4, tasksOfRun: 125 });
  await judgeChaos(scene, 500);
  const outcomes = new Set(await scene.outcomes());
  for (const outcome of [
    ...(["done", "failed", "answer-lost", "host-lost"] as const),
    ...(["session-ended", "registration-unsure"] as const),
  ]) {
    expect(outcomes, "what went wrong").toContain(outcome);
  }
});
