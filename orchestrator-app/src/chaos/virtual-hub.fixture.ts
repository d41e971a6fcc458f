import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import type { Hono } from "hono";
import { createServer, type Server } from "node:http";
import { noRegistries } from "../channels/no-registries.fixture.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { handleDelivery } from "../events/handle-delivery.ts";
import { listDeliveries, redeliver } from "../github/app-calls.ts";
import { GitHubError } from "../github/github-error.ts";
import { githubClient } from "../github/github-client.ts";
import { governor } from "../github/governor.ts";
import { headOf } from "../github/repository-calls.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { secret } from "../intake/delivery.fixture.ts";
import { intakeCounters } from "../intake/intake-counters.ts";
import { findMissedDeliveries } from "../intake/missed-deliveries.ts";
import { pumpDeliveries } from "../intake/pump-deliveries.ts";
import { storeDeliveries } from "../intake/store-deliveries.ts";
import { webhookApp } from "../intake/webhook-app.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { pumpOutgoing } from "../outgoing/pump-outgoing.ts";
import { waitingLine } from "../outgoing/waiting-line.ts";
import { pumpPlanning } from "../planning/pump-planning.ts";
import { reconcileDispatches } from "../reconcile/reconcile-dispatches.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { endOverdue } from "../runs/end-overdue.ts";
import { startScheduled } from "../runs/schedules.ts";
import { asLeader } from "../store/as-leader.fixture.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";

/** What is tried is not the limits. */
const limits = { perHour: 1e6, pointsPerMinute: 1e6, contentPerMinute: 1e6, contentPerHour: 1e6 };

/** How far GitHub's clock goes with each round of the hub's work, in milliseconds. */
const stride = 20_000;

/**
 * Starts a hub with all of its work, and a GitHub with its App, in this process and on GitHub's virtual clock: the hub does
 * a round of everything whenever the test says so, and time passes only then.
 */
export async function virtualHub(seed = 1) {
  const github = await startFakeGitHub({ seed, limits });
  const database = await memoryDatabase();
  const { queries } = database;
  const log = memoryLog();
  const clock = () => new Date(github.now());
  const hono = webhookApp({
    ...{ secrets: () => [secret], onStored: () => {}, counters: intakeCounters(), clock, log },
    store: async (delivery) => (await storeDeliveries(queries, [delivery])).has(delivery.guid),
  });
  const server = await listenLocally(serverOf(hono));
  const { app, privateKey } = github.createApp({
    ...{ name: "debootc", permissions: appPermissions, events: appEvents, owner: "acme" },
    hook: { url: `http://127.0.0.1:${server.port}/webhooks`, secret },
  });
  const call = githubClient({
    ...{ apiUrl: github.url, credentials: () => ({ appId: app.id, privateKey }), clock },
    governor: governor((run) => database.transact(run), clock),
    sleep: (milliseconds) => github.advance(milliseconds),
  });
  const common = { database, call, clock, log, random: () => 0.5 };
  const outgoing = {
    ...common,
    appId: () => app.id,
    htmlUrl: "https://github.example",
    registries: noRegistries,
    line: waitingLine(),
  };
  const deliveryLog = {
    list: (cursor: string | undefined) => listDeliveries(call, cursor === undefined ? {} : { cursor }),
    redeliver: (id: number) => redeliver(call, id),
  };
  const leader = await asLeader(database);
  let words = 0;
  const assigning = () => ({ now: clock(), mostActive: 1000, randomWord: () => `w${words++}` });
  const work: readonly (() => Promise<unknown>)[] = [
    () => all(() => pumpDeliveries({ ...common, handle: handleDelivery })),
    () => all(() => pumpPlanning(common)),
    () => assignTasks(leader, assigning()),
    () => all(() => pumpOutgoing({ ...outgoing, whyWaiting: async () => "it waits" })),
    () => reconcileDispatches({ ...common, database: leader, quietSeconds: 60, most: 10 }),
    () => endOverdue(leader, clock()),
    () => findMissedDeliveries({ database: leader, github: deliveryLog, now: clock(), log }),
    () =>
      startScheduled(leader, {
        now: clock(),
        headOf: async ({ id, default_branch }) =>
          headOf(call, await repositoryAt(queries, id), default_branch),
      }),
  ];
  return {
    ...{ github, app, database, log, clock, port: server.port },
    /** Does a round of everything, and lets time pass. What GitHub fails at is tried again in a later round. */
    round: async () => {
      for (const one of work) {
        try {
          await one();
        } catch (error) {
          if (!(error instanceof GitHubError)) throw error;
        }
      }
      await github.advance(stride);
    },
    [Symbol.asyncDispose]: async () => {
      await github.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Is a hub in the process of a test. */
export type VirtualHub = Awaited<ReturnType<typeof virtualHub>>;

async function all(pump: () => Promise<number>): Promise<void> {
  while ((await pump()) > 0);
}

function serverOf({ fetch }: Hono<{ Bindings: HttpBindings }>): Server {
  return createAdaptorServer({ fetch, createServer }) as Server;
}

const workflow = `name: debootc
run-name: debootc \${{ inputs.dispatch }}
on:
  workflow_dispatch:
    inputs: {dispatch: {}, run: {}, sha: {}, tasks: {}, finished: {}}
`;

/** Holds the files of a repository of which two legs are composed. */
export const twoLegFiles: Readonly<Record<string, string>> = {
  ".github/debootc.yml": "on: {push: {}, tags: v*, pull-request: {}, comment: true}\ncompose: compose.yaml\n",
  ".github/workflows/debootc.yml": workflow,
  "compose.yaml": `release: {short: os, name: OS, version: "1"}
variants:
  one: {treefile: one.yaml, arches: [amd64]}
  two: {treefile: two.yaml, arches: [amd64]}
`,
  "one.yaml": "ref: os/one\nsuite: trixie\n",
  "two.yaml": "ref: os/two\nsuite: trixie\n",
};
