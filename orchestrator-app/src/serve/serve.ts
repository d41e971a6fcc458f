import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createApi } from "../api/create-api.ts";
import { defaultStreamLimits } from "../api/frame/api-dependencies.ts";
import { type RegistryEnvironment, registriesOf } from "../channels/registries.ts";
import type { Database } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { DeliveryBatcher } from "../intake/delivery-batcher.ts";
import { type IntakeCounters, intakeCounters } from "../intake/intake-counters.ts";
import { storeDeliveries } from "../intake/store-deliveries.ts";
import { webhookApp } from "../intake/webhook-app.ts";
import type { RandomBytes } from "../keys/key-text.ts";
import { hubMetrics } from "../metrics/hub-metrics.ts";
import type { Log } from "../log/log.ts";
import { commitAt } from "../github/repository-calls.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { freeLeases } from "../store/free-leases.ts";
import { WaitingHosts } from "../fleet/waiting-hosts.ts";
import { LogBatcher } from "../task-log/log-batcher.ts";
import { logCounters } from "../task-log/log-counters.ts";
import { appSource } from "./app-source.ts";
import { checksOf } from "./checks-of.ts";
import { fleetOfApi } from "./fleet-of-api.ts";
import { githubCall } from "./github-call.ts";
import { githubLoops } from "./github-loops.ts";
import { healthApp } from "./health-app.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";
import { hubLoops } from "./hub-loops.ts";
import { openStorage } from "../storage/open-storage.ts";
import { Leadership } from "./leadership.ts";
import { Loop, type LoopPlan, type LoopState } from "./loop.ts";
import { currentSecrets } from "./webhook-secrets.ts";

/** Is what the hub takes from the world around it besides its settings. */
export interface Outside {
  readonly clock: () => Date;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  /** The one or two secrets of webhooks that came by the environment; those of a file replace them. */
  readonly webhookSecrets: readonly string[];
  /** `ID:SECRET` of a bucket, if it came by the environment. */
  readonly storageCredentials?: string | undefined;
  /** Where logins of registries are kept, and proxies. */
  readonly registry?: RegistryEnvironment;
}

/** Is a hub that runs. */
export interface RunningHub {
  readonly port: number;
  readonly database: Database;
  readonly counters: IntakeCounters;
  readonly loops: () => readonly LoopState[];
  readonly isLeader: () => boolean;
  /** Says what is known of the App. */
  readonly known: () => { readonly hasSecret: boolean; readonly hasApp: boolean };
  /** Takes nothing new, finishes what is in hand, gives its leases back, and closes the database. */
  readonly stop: () => Promise<void>;
}

/** How long a database is waited for that starts at the same time, in milliseconds. */
const databasePatience = 30_000;

/**
 * A replica that is frozen within a transaction loses it after so long, in milliseconds: until then it would keep others from
 * becoming the leader.
 */
const longestIdle = 10_000;

/** Starts the hub: its database, then its HTTP server, then its work. What fails to start leaves nothing running. */
export async function serve(settings: ServeSettings, outside: Outside): Promise<RunningHub> {
  const database = await openDatabase(
    settings.databaseUrl === undefined
      ? { directory: settings.dataDir }
      : {
          ...{ url: settings.databaseUrl, patience: databasePatience, longestIdle },
          onWait: (reason) =>
            outside.log.warn({ reason, seconds: databasePatience / 1000 }, "waiting for the database"),
        },
  );
  try {
    const made = await migrate(database);
    if (made.length > 0) outside.log.info({ migrations: made }, "brought the database up to date");
    // Only PGlite is sure to have no other user: whoever held a lease in it was killed.
    if (database.kind === "pglite") await freeLeases(database.queries);
    return await start(database, settings, outside);
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

async function start(database: Database, settings: ServeSettings, outside: Outside): Promise<RunningHub> {
  const { clock, log, randomBytes } = outside;
  const randomWord = () => Buffer.from(randomBytes(8)).toString("hex");
  const readSecrets = () => currentSecrets(settings, outside.webhookSecrets);
  let secrets = await readSecrets();
  const app = appSource(settings);
  await app.read();
  const counters = intakeCounters();
  const batcher = new DeliveryBatcher((deliveries) => storeDeliveries(database.urgent, deliveries));
  const logCount = logCounters();
  const logs = new LogBatcher({ database, clock, counters: logCount });
  const storage = await openStorage(settings, { randomWord, credentials: outside.storageCredentials });
  // PGlite has no other hub: a hub that is killed again and again would fill the disk with what it begins.
  if (database.kind === "pglite") await storage.sweep(clock());
  const registries = registriesOf(outside.registry ?? { logins: {}, proxy: {} }, clock);
  const holder = randomWord();
  const leadership = new Leadership({
    database,
    holder,
    clock,
    log,
    onLead: () => {
      for (const loop of loops) loop.wake();
    },
  });
  const waiting = new WaitingHosts();
  const call = githubCall({ database, app, clock });
  const common = { database, leadership, clock, log, wake: (name: string) => wake(name) };
  const plans: readonly LoopPlan[] = [
    ...hubLoops({ ...common, randomWord, mostActive: settings.mostActive, kept: settings, waiting }),
    ...githubLoops({
      ...{ ...common, settings, app, call, storage, holder, randomWord, registries },
      random: () => randomShare(randomBytes),
    }),
    {
      name: "webhook secrets",
      every: 5000,
      round: async () => {
        secrets = await readSecrets();
        return false;
      },
    },
  ];
  const loops = plans.map((plan) => new Loop(plan, { clock, log }));
  const wake = (name: string) => loops.find(({ state }) => state.name === name)?.wake();
  const states = () => loops.map(({ state }) => state);
  const stopping = new AbortController();
  const { signal } = stopping;
  const isLeader = () => leadership.held() !== undefined;
  const api = createApi({
    fleet: fleetOfApi({ ...common, app, call, waiting }),
    metrics: hubMetrics({ database, counters, loops: states, isLeader, logs: logCount }),
    ...{
      database,
      clock,
      randomBytes,
      signal,
      mostActive: settings.mostActive,
      storage: storage.storage,
      checksOf: checksOf({ database, app, clock }),
      registries,
      streams: defaultStreamLimits,
      appendLog: (piece) => logs.add(piece),
      githubPages: () => app.current()?.github.html,
    },
    commitAt: async (id, ref) => commitAt(call, await repositoryAt(database.queries, id), ref),
    logFault: (fault, error) => log.error({ ...fault, error }, "a request met a fault"),
  });
  const http = new Hono<{ Bindings: HttpBindings }>()
    .route(
      "/",
      webhookApp({
        ...{ counters, clock, log, secrets: () => secrets },
        store: (delivery) => batcher.add(delivery),
        onStored: () => wake("deliveries"),
      }),
    )
    .route("/", healthApp({ database, loops: states, isStopping: () => signal.aborted }))
    .all("*", (context) => api.fetch(context.req.raw, context.env));
  const server = await startHttpServer(http, settings);
  for (const loop of loops) loop.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopping.abort();
    return (stopped ??= end(database, server, [batcher, logs], loops, leadership));
  };
  const known = () => ({ hasSecret: secrets.length > 0, hasApp: app.current() !== undefined });
  return { port: server.port, database, counters, loops: states, isLeader, known, stop };
}

/** Returns a number from 0 to 1. */
function randomShare(randomBytes: RandomBytes): number {
  return Buffer.from(randomBytes(4)).readUInt32BE() / 2 ** 32;
}

async function end(
  database: Database,
  server: HttpServer,
  batchers: readonly { readonly idle: () => Promise<void> }[],
  loops: readonly Loop[],
  leadership: Leadership,
): Promise<void> {
  try {
    await Promise.all([server.stop(), ...loops.map((loop) => loop.stop())]);
    for (const batcher of batchers) await batcher.idle();
    await leadership.end();
  } finally {
    await database[Symbol.asyncDispose]();
  }
}
