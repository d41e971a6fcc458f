import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../orchestrator-app/src/database/database.ts";
import { migrate } from "../../../orchestrator-app/src/database/migrate.ts";
import { openDatabase } from "../../../orchestrator-app/src/database/open-database.ts";
import { startPostgreSql } from "../../../orchestrator-app/src/database/postgresql.fixture.ts";
import { placeWaiting } from "../../../orchestrator-app/src/fleet/place-waiting.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { median, medianDeviation } from "../statistics.ts";
import { pickUp } from "./pick-up.ts";
import { registrationRate } from "../../../orchestrator-app/src/fleet/registration-rate.fixture.ts";
import { seedFleet } from "../../../orchestrator-app/src/fleet/seed-fleet.fixture.ts";

const tasks = 10_000;
const hosts = 1000;
const slots = 10;

/** Measures how fast the hub gives tasks to hosts, and how long it takes until a host has its order. */
export const fleetBench: Bench = {
  name: "fleet",
  title: "the fleet: 10,000 tasks placed on 1,000 hosts, and the way of an order to its host, on PostgreSQL",
  run: async (context) => {
    if (!existsSync("/usr/lib/postgresql")) {
      throw new Error("PostgreSQL is not installed: script/setup --test installs it");
    }
    await using server = await startPostgreSql();
    await using database = await openDatabase({ url: await server.database("fleet"), connections: 20 });
    await migrate(database);
    // Awaited here, because the server ends with this function.
    return [
      ...(await placing(database, context)),
      ...(await pickUp(database, context)),
      ...(await registering(context)),
    ];
  },
};

/** Registers runners within the limits of GitHub, by its own clock: how fast the hub itself is does not count here. */
async function registering({ say }: BenchContext): Promise<readonly Figure[]> {
  const { registered, seconds, refused } = await registrationRate(450);
  if (registered < 450 || refused > 0)
    throw new Error(`${registered} of 450 runners were registered, and GitHub refused ${refused} requests`);
  say(`${Math.floor((registered / seconds) * 60)} runners a minute are registered`);
  return [{ name: "450 runners registered, by GitHub's clock", value: seconds, unit: "s", wanted: 180 }];
}

/** Places all tasks, in as many rounds of the leader as that takes. */
async function placing(database: Database, { rounds, say }: BenchContext): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await seedFleet(database, { tasks, hosts, slots, isQueued: true });
    let words = 0;
    const placing = { randomWord: () => `r${round}w${String(words++).padStart(8, "0")}` };
    const began = performance.now();
    while ((await placeWaiting(database, { now: new Date(), ...placing })).length > 0);
    seconds.push((performance.now() - began) / 1000);
    const { count } = await database.queries
      .selectFrom("placement")
      .select((is) => is.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    if (count !== tasks) throw new Error(`${count} of ${tasks} tasks were placed`);
    await sleep(100);
  }
  say(`${Math.round(tasks / median(seconds))} decisions a second`);
  return [
    {
      ...{ name: "10,000 tasks on 1,000 hosts, all placed", unit: "s", wanted: tasks / 2000 },
      ...{ value: median(seconds), spread: medianDeviation(seconds) },
    },
  ];
}
