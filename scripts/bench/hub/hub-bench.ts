import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgreSql } from "../../../orchestrator-app/src/database/postgresql.fixture.ts";
import { repository } from "../../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { memoryBelow } from "../peak-memory.ts";
import { median, medianDeviation } from "../statistics.ts";
import { type Poured, pour } from "./pour.ts";
import { startServer } from "./start-server.ts";

/** Measures how the hub takes deliveries, beside a server that verifies them and stores nothing. */
export const hubBench: Bench = {
  name: "hub",
  title:
    "the hub: 1,000 deliveries stored durably and answered over 32 connections, its start, and its memory over 100,000",
  run: async (context) => [
    ...(await bare(context)),
    ...(await onPglite(context)),
    ...(await onPostgreSql(context)),
  ],
};

const secret = "bench";
const hub = join(repository, "orchestrator-app/src/main.ts");
const environment = { DEBOOTC_WEBHOOK_SECRET: secret };
const connections = 32;

/** Official examples of what a busy repository sends most: jobs, checks and pushes. */
function payloads(): { event: string; body: string }[] {
  const file = join(repository, "node_modules/@octokit/webhooks-examples/api.github.com/index.json");
  const all = JSON.parse(readFileSync(file, "utf8")) as { name: string; examples: object[] }[];
  return ["workflow_job", "check_run", "workflow_run", "push"].flatMap((event) =>
    (all.find(({ name }) => name === event)?.examples ?? []).map((one) => ({
      event,
      body: JSON.stringify(one),
    })),
  );
}

async function measured(
  name: string,
  port: number,
  { rounds, say }: BenchContext,
  wanted: { readonly rate?: number; readonly p99?: number },
  count: number,
): Promise<Figure[]> {
  const shared = { port, secret, payloads: payloads(), connections };
  // Compilers and caches get warm before anything counts.
  await pour({ ...shared, count: count / 4, prefix: `${name}-warm`.replaceAll(/[^a-zA-Z-]/g, "") });
  const poured: Poured[] = [];
  for (let round = 0; round < rounds; round++) {
    const prefix = `${name}-${round}`.replaceAll(/[^a-zA-Z0-9-]/g, "");
    poured.push(await pour({ ...shared, count, prefix }));
  }
  const thousands = poured.map(({ seconds }) => (seconds / count) * 1000);
  const p99s = poured.map(({ p99 }) => p99);
  say(`${name}: ${Math.round(1000 / median(thousands))} deliveries a second`);
  return [
    {
      ...figure(`${name}, 1,000 deliveries`, thousands),
      ...(wanted.rate === undefined ? {} : { wanted: 1000 / wanted.rate }),
    },
    {
      ...figure(`${name}, p99 of the answer`, p99s),
      ...(wanted.p99 === undefined ? {} : { wanted: wanted.p99 }),
    },
  ];
}

function figure(name: string, values: readonly number[]): Figure {
  return { name, value: median(values), spread: medianDeviation(values), unit: "s" };
}

async function bare(context: BenchContext): Promise<Figure[]> {
  await using server = await startServer(join(import.meta.dirname, "bare-server.ts"), environment);
  // Awaited here, because the server ends with this function.
  return await measured("verified only", server.port, context, {}, 10_000);
}

async function onPglite(context: BenchContext): Promise<Figure[]> {
  const place = { ...environment, DEBOOTC_HUB_DATA_DIR: join(context.work, "pglite") };
  const figures: Figure[] = [];
  {
    await using server = await startServer(hub, place);
    figures.push({ name: "PGlite, start with a new directory", value: server.seconds, unit: "s", wanted: 5 });
    figures.push(...(await measured("PGlite", server.port, context, { rate: 300, p99: 0.2 }, 2000)));
  }
  await using server = await startServer(hub, place);
  return [...figures, { name: "PGlite, start after a kill", value: server.seconds, unit: "s", wanted: 1 }];
}

async function onPostgreSql(context: BenchContext): Promise<Figure[]> {
  if (!existsSync("/usr/lib/postgresql")) {
    context.say(
      "PostgreSQL is not installed, so there are no figures of it: script/setup --test installs it",
    );
    return [];
  }
  await using server = await startPostgreSql();
  const url = await server.database("bench");
  await using running = await startServer(hub, { ...environment, DATABASE_URL: url });
  const figures = await measured("PostgreSQL", running.port, context, { rate: 1500, p99: 0.2 }, 10_000);
  return [...figures, await memory(running.port, context)];
}

/** Compares the memory of the hub after 100,000 deliveries with that after 10,000. */
async function memory(port: number, { say }: BenchContext): Promise<Figure> {
  const shared = { port, secret, payloads: payloads(), connections };
  await pour({ ...shared, count: 10_000, prefix: "memory-first" });
  const before = memoryBelow(process.pid).node;
  say(`${Math.round(before)} MiB after 10,000 deliveries`);
  await pour({ ...shared, count: 90_000, prefix: "memory-rest" });
  const after = memoryBelow(process.pid).node;
  say(`${Math.round(after)} MiB after 100,000 deliveries`);
  return { name: "memory, 100,000 deliveries to 10,000", value: after / before, unit: "ratio", wanted: 1.25 };
}
