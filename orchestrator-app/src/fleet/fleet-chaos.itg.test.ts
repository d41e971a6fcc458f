import { expect, test } from "vitest";
import { fleetChaos } from "./fleet-chaos.fixture.ts";
import { judgeChaos } from "./judge-chaos.fixture.ts";

test("40 tasks on a fleet on which everything goes wrong are each done once, by the runners that were made for them", async () => {
  await using scene = await fleetChaos({ seed: 5, hosts: 4, slots: 3, runs: 2, tasksOfRun: 20 });
  await judgeChaos(scene, 40);
  const outcomes = new Set(await scene.outcomes());
  for (const outcome of ["done", "failed", "answer-lost", "registration-unsure"] as const) {
    expect(outcomes, "what went wrong").toContain(outcome);
  }
});
