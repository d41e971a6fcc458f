import { existsSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startPostgreSql } from "../../../orchestrator-app/src/database/postgresql.fixture.ts";
import { repository } from "../../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { memoryBelow } from "../peak-memory.ts";
import { median, medianDeviation } from "../statistics.ts";
import { firstStatuses } from "./first-status.ts";
import { installProbot } from "./install-probot.ts";
import { type Poured, pour } from "./pour.ts";
import { startServer } from "./start-server.ts";

/** Measures how the hub takes deliveries and begins to answer, beside servers that verify them and store nothing. */
export const hubBench: Bench = {
  name: "hub",
  title:
    "the hub: 1,000 deliveries stored durably and answered over 32 connections, first statuses, its start, and its memory over 100,000",
  run: async (context) => {
    const figures: Figure[] = [];
    for (const part of [bare, probot, onPglite, onPostgreSql]) {
      context.say(
        `load ${loadavg()
          .map((one) => one.toFixed(1))
          .join(" ")} before ${part.name}`,
      );
      figures.push(...(await part(context)));
    }
    return figures;
  },
};

const secret = "bench";
const hub = join(repository, "orchestrator-app/src/main.ts");
const environment = {
  DEBOOTC_WEBHOOK_SECRET: secret,
  // As bin/debootc sets it.
  NODE_COMPILE_CACHE: join(repository, "out/bench/compiled"),
};
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
  { rounds, say }: Pick<BenchContext, "rounds" | "say">,
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

async function probot(context: BenchContext): Promise<Figure[]> {
  const place = await installProbot(context.kept);
  const script = join(import.meta.dirname, "probot-server.ts");
  await using server = await startServer(script, { ...environment, DEBOOTC_BENCH_PROBOT: place });
  return await measured("probot, nothing stored", server.port, context, {}, 10_000);
}

async function onPglite(context: BenchContext): Promise<Figure[]> {
  const place = { ...environment, DEBOOTC_HUB_DATA_DIR: join(context.work, "pglite") };
  const figures: Figure[] = [];
  const startAs = (name: string, value: number, wanted: number): Figure => ({
    ...{ name: `PGlite, start ${name}`, value, unit: "s", wanted },
  });
  {
    await using server = await startServer(hub, place);
    figures.push(startAs("with a new directory", server.seconds, 5));
    figures.push(...(await measured("PGlite", server.port, context, { rate: 300, p99: 0.2 }, 2000)));
  }
  {
    await using server = await startServer(hub, place);
    figures.push(startAs("after a kill", server.seconds, 1));
    await server.stop();
  }
  {
    await using server = await startServer(hub, place);
    figures.push(startAs("after a stop", server.seconds, 1));
  }
  const statuses = { ...environment, DEBOOTC_HUB_DATA_DIR: join(context.work, "pglite-statuses") };
  return [...figures, await statusesOn("PGlite", statuses, context)];
}

async function onPostgreSql(context: BenchContext): Promise<Figure[]> {
  if (!existsSync("/usr/lib/postgresql")) {
    context.say(
      "PostgreSQL is not installed, so there are no figures of it: script/setup --test installs it",
    );
    return [];
  }
  await using server = await startPostgreSql();
  const place = async (name: string) => ({ ...environment, DATABASE_URL: await server.database(name) });
  const figures: Figure[] = [];
  {
    await using running = await startServer(hub, await place("bench"));
    const wanted = { rate: 1500, p99: 0.2 };
    figures.push(...(await measured("PostgreSQL", running.port, context, wanted, 10_000)));
    figures.push(await memory(running.port, context));
  }
  return [...figures, await statusesOn("PostgreSQL", await place("statuses"), context)];
}

async function statusesOn(
  name: string,
  place: Readonly<Record<string, string>>,
  { work, say }: BenchContext,
): Promise<Figure> {
  const keys = join(work, `keys-${name}`);
  await mkdir(keys);
  const shared = { hub, secret, environment: place, work: keys };
  const times = await firstStatuses({ ...shared, organizations: 10, runsOfEach: 10 });
  const sorted = times.toSorted((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  say(
    `${name}: the first of ${times.length} statuses after ${sorted[0]?.toFixed(2)} s, p95 ${p95.toFixed(2)} s`,
  );
  return { name: `${name}, p95 of the first status, 100 runs at once`, value: p95, unit: "s", wanted: 5 };
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
