import { randomBytes } from "node:crypto";
import { createApi } from "../api/create-api.ts";
import { openDatabase } from "../database/open-database.ts";
import { diskStorage } from "../storage/disk-storage.ts";
import { startHttpServer } from "../serve/http-server.ts";
import { LogBatcher } from "./log-batcher.ts";
import { logCounters } from "./log-counters.ts";

/**
 * Runs as a process of its own, which tests kill: serves the API over a database, and prints its port.
 */
const database = await openDatabase({
  url: process.env["DATABASE_URL"] ?? "",
  connections: 4,
  patience: 30_000,
});
const clock = () => new Date();
const batcher = new LogBatcher({ database, clock, counters: logCounters() });
const api = createApi({
  ...{ database, clock, randomBytes, mostActive: 10, metrics: async () => "" },
  ...{
    logFault: (_: object, error: unknown) => void process.stderr.write(`${String(error)}\n`),
    githubPages: () => undefined,
    fleet: { nextOrder: async () => undefined, wake: () => {} },
    commitAt: async () => undefined,
    checksOf: async () => new Map(),
    storage: diskStorage({ directory: "/nonexistent", randomWord: () => "w" }),
  },
  signal: new AbortController().signal,
  streams: { most: 10, pollMs: 100, heartbeatMs: 1000, lingerMs: 0 },
  fleet: { nextOrder: async () => undefined, wake: () => {} },
  appendLog: (piece) => batcher.add(piece),
});
const { port } = await startHttpServer(api as never, { host: "127.0.0.1", port: 0 });
process.stdout.write(`${port}\n`);
