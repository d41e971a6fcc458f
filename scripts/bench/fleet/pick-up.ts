import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createApi } from "../../../orchestrator-app/src/api/create-api.ts";
import { defaultStreamLimits } from "../../../orchestrator-app/src/api/frame/api-dependencies.ts";
import type { Database } from "../../../orchestrator-app/src/database/database.ts";
import { knownRuns } from "../../../orchestrator-app/src/fleet/known-runs.ts";
import { diskStorage } from "../../../orchestrator-app/src/storage/disk-storage.ts";
import { nextOrder } from "../../../orchestrator-app/src/fleet/next-order.ts";
import { placeWaiting } from "../../../orchestrator-app/src/fleet/place-waiting.ts";
import { WaitingHosts } from "../../../orchestrator-app/src/fleet/waiting-hosts.ts";
import type { BenchContext, Figure } from "../bench.ts";
import { answeringGitHub } from "./answering-github.ts";
import { seedFleet } from "../../../orchestrator-app/src/fleet/seed-fleet.fixture.ts";

const tasks = 3000;
const hosts = 1000;
/** So many jobs GitHub queues in a second. */
const perSecond = 50;

/**
 * Lets 1,000 agents ask for orders while jobs are queued at a steady rate, and measures the time from the queued job to the
 * order at its host. GitHub answers at once: its limits, and its speed, are not the hub's.
 */
export async function pickUp(database: Database, { say }: BenchContext): Promise<readonly Figure[]> {
  const { queries } = database;
  const tokens = await seedFleet(database, { tasks, hosts, slots: 1, isQueued: false });
  const stopping = new AbortController();
  const clock = () => new Date();
  const waiting = new WaitingHosts();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const context = {
    ...{ database, call: answeringGitHub(tasks), clock, log, waiting, runs: knownRuns(clock) },
    ...{ appLogin: async () => "debootc[bot]", hasApp: () => true, wake: () => {} },
  };
  const app = createApi({
    ...{ database, clock, randomBytes, mostActive: 1, streams: defaultStreamLimits },
    ...{ signal: stopping.signal, metrics: async () => "", logFault: (_, error) => console.error(error) },
    fleet: {
      nextOrder: (host, request, signal) => nextOrder(context, host, request, signal),
      wake: () => {},
    },
    appendLog: async ({ bytes, offset }) => ({
      ...{ next: offset + bytes.length, stored: bytes.length, outcome: "stored" },
    }),
    checksOf: async () => new Map(),
    registries: { use: async () => Promise.reject(new Error("there is no registry")) },
    commitAt: async () => undefined,
    githubPages: () => undefined,
    storage: diskStorage({ directory: "/nonexistent", randomWord: () => "w" }),
  });
  const queuedAt = new Map<string, number>();
  const times: number[] = [];
  const agent = async (token: string) => {
    const ask = (path: string, body: object) =>
      app.request(`/api/v1/agent/${path}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ term: 1, ...body }),
      });
    while (!stopping.signal.aborted) {
      const answer = await ask("next", { orders: [], waitSeconds: 20 });
      if (answer.status !== 200) continue;
      const { id, label } = (await answer.json()) as { id: string; label: string };
      times.push((performance.now() - (queuedAt.get(label) ?? Number.NaN)) / 1000);
      await queries.updateTable("attempt").set({ started_at: clock() }).where("label", "=", label).execute();
      await ask(`orders/${id}/report`, { state: "ended", exit: { code: 0, signal: null } });
    }
  };
  const agents = tokens.map(agent);
  let words = 0;
  const placing = (async () => {
    while (!stopping.signal.aborted) {
      const randomWord = () => `w${String(words++).padStart(8, "0")}`;
      waiting.wake(await placeWaiting(database, { now: clock(), randomWord }));
      await sleep(50);
    }
  })();
  await sleep(3000);
  for (let task = 1; task <= tasks; task++) {
    const label = `debootc-t-${task}-1-bench`;
    queuedAt.set(label, performance.now());
    await queries.updateTable("attempt").set({ github_job_id: task }).where("label", "=", label).execute();
    await sleep(1000 / perSecond);
  }
  const last = Date.now() + 60_000;
  while (times.length < tasks && Date.now() < last) await sleep(100);
  stopping.abort();
  await Promise.all([placing, ...agents]);
  if (times.length < tasks) throw new Error(`${times.length} of ${tasks} tasks came to a host`);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  say(
    `an order is with its host after ${at(0.5).toFixed(2)} s, of 100 of them 95 after ${at(0.95).toFixed(2)} s`,
  );
  return [
    { name: `queued job to order, ${perSecond} a second, p50`, value: at(0.5), unit: "s" },
    { name: `queued job to order, ${perSecond} a second, p95`, value: at(0.95), unit: "s", wanted: 1 },
  ];
}
