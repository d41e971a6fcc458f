import { expect, test } from "vitest";
import { intakeCounters } from "../intake/intake-counters.ts";
import { logCounters } from "../task-log/log-counters.ts";
import { assign, hubScene, planned, plannedRun, report } from "../runs/scene.fixture.ts";
import { busyHub } from "../upkeep/busy-hub.fixture.ts";
import { hubMetrics } from "./hub-metrics.ts";

test("figures tell the states of tasks, classes of failures, loops and deliveries", async () => {
  const database = await hubScene();
  await plannedRun(database, [planned("one/amd64"), planned("two/amd64")]);
  await assign(database);
  await report(database, "one/amd64", { status: "completed", conclusion: "failure" });
  const counters = { ...intakeCounters(), accepted: 5, forged: 2 };
  const loop = { name: "assign", rounds: 7, failures: 1 };

  const logs = { pieces: new Map([["gap" as const, 3]]), bytes: 99 };

  const text = await hubMetrics({ database, counters, loops: () => [loop], isLeader: () => true, logs })();

  for (const line of [
    'debootc_hub_deliveries_total{outcome="accepted"} 5',
    'debootc_hub_deliveries_total{outcome="forged"} 2',
    'debootc_hub_tasks{state="ASSIGNED"} 1',
    'debootc_hub_tasks{state="FAILED"} 1',
    'debootc_hub_tasks{state="RUNNING"} 0',
    'debootc_hub_runs{state="OPEN"} 1',
    'debootc_hub_attempts_failed{class="package"} 1',
    'debootc_hub_outgoing{kind="dispatch"} 1',
    'debootc_hub_loop_failures{loop="assign"} 1',
    "debootc_hub_leader 1",
    'debootc_hub_log_pieces_total{outcome="gap"} 3',
    "debootc_hub_log_bytes_total 99",
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
});

test("figures tell what is kept, and the states of results and releases", async () => {
  const database = await hubScene();
  await busyHub(database);
  const loops = { loops: () => [], isLeader: () => false };

  const text = await hubMetrics({ database, counters: intakeCounters(), logs: logCounters(), ...loops })();

  for (const line of [
    'debootc_hub_artifacts{state="stored"} 1',
    'debootc_hub_releases{state="published"} 1',
    `debootc_hub_stored_bytes ${2 ** 40}`,
  ]) {
    expect(text.split("\n")).toContain(line);
  }
});
