import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { asked, hubScene } from "../runs/scene.fixture.ts";
import { startRun } from "../runs/start-run.ts";
import { freeLeases } from "./free-leases.ts";
import { takeOutgoing, want } from "./outgoing.ts";

test("what a killed hub had taken can be taken at once", async () => {
  const { queries } = await hubScene();
  const now = new Date("2026-11-30T12:00:00Z");
  const until = new Date("2026-11-30T12:05:00Z");
  await startRun(queries, asked({ at: now }));
  await want(queries, [{ key: "check-run:1", kind: "check-run", repositoryId: 1 }], now);
  expect(await takeOutgoing(queries, { now, until, most: 5 })).toHaveLength(1);
  expect(await takeOutgoing(queries, { now, until, most: 5 })).toHaveLength(0);

  await freeLeases(queries);
  expect(await takeOutgoing(queries, { now, until, most: 5 })).toHaveLength(1);
});

test("nothing is wrong with a database that has nothing", async () => {
  const { queries } = await memoryDatabase();
  await expect(freeLeases(queries)).resolves.toBeUndefined();
});
