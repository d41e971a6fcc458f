import { sql } from "kysely";
import { Hono } from "hono";
import type { HttpBindings } from "@hono/node-server";
import type { Database } from "../database/database.ts";
import type { LoopState } from "./loop.ts";

interface Health {
  readonly database: Database;
  readonly loops: () => readonly LoopState[];
  readonly isStopping: () => boolean;
}

const patience = 3000;

/** A loop that failed so often in a row counts as broken; a single failure happens when a database is started again. */
const mostFailures = 3;

/**
 * Returns the answers to whoever watches the process: `/healthz` while it runs, `/readyz` while it can take deliveries: also
 * while GitHub is down, which would lose them otherwise. Anybody may ask, so they say nothing about the work.
 */
export function healthApp(health: Health): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get("/healthz", (context) => context.json({ state: "alive" }));
  app.get("/readyz", async (context) => {
    const failing = health.loops().filter(({ failures }) => failures >= mostFailures);
    const database = await answers(health.database);
    const isReady = database && failing.every(({ isOutside }) => isOutside) && !health.isStopping();
    const state = health.isStopping() ? "stopping" : isReady ? "ready" : "not ready";
    const names = failing.map(({ name }) => name);
    return context.json({ state, database, failing: names }, isReady ? 200 : 503);
  });
  return app;
}

async function answers({ queries }: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const asked = sql`select 1`.execute(queries).then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}
