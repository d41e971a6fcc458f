import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { whyWaiting } from "@debootc/core/task/why-waiting";
import type { Registries } from "../channels/registries.ts";
import type { Database } from "../database/database.ts";
import type { CallGitHub } from "../github/call.ts";
import { listDeliveries, redeliver } from "../github/app-calls.ts";
import { headOf } from "../github/repository-calls.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { findMissedDeliveries } from "../intake/missed-deliveries.ts";
import type { Log } from "../log/log.ts";
import { endIdle } from "../fleet/end-idle.ts";
import { reapRunners } from "../fleet/reap-runners.ts";
import { settlePlacements } from "../fleet/settle-placements.ts";
import { pumpOutgoing } from "../outgoing/pump-outgoing.ts";
import { waitingLine } from "../outgoing/waiting-line.ts";
import { pumpPlanning } from "../planning/pump-planning.ts";
import type { OpenedStorage } from "../storage/open-storage.ts";
import { waitingFacts } from "../queries/waiting-facts.ts";
import { reconcileDispatches } from "../reconcile/reconcile-dispatches.ts";
import { startScheduled } from "../runs/schedules.ts";
import { type AppSource, connectedApp } from "./app-source.ts";
import { gatherLoops } from "./gather-loops.ts";
import type { Leadership } from "./leadership.ts";
import type { LoopPlan } from "./loop.ts";

interface GitHubLoops {
  readonly database: Database;
  readonly settings: ServeSettings;
  readonly app: AppSource;
  /** Calls GitHub as the App. */
  readonly call: CallGitHub;
  readonly clock: () => Date;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly leadership: Leadership;
  readonly wake: (name: string) => void;
  readonly storage: OpenedStorage;
  readonly registries: Registries;
  /** Names this replica, and no other one that there is or was. */
  readonly holder: string;
  /** Returns a new random word of lower-case letters and digits. */
  readonly randomWord: () => string;
}

/** Nothing was heard of a task for so long, in seconds, before GitHub is asked about it. */
const quietSeconds = 120;

/** So often, in seconds, the runners at GitHub are held against the orders of hosts. */
const sweepSeconds = 60;

/** Lists the work of a hub that calls GitHub. Without an App, none of it is done. */
export function githubLoops(context: GitHubLoops): LoopPlan[] {
  const { database, settings, app, call, clock, random, log, leadership, wake } = context;
  const common = { database, call, clock, log, random };
  const line = waitingLine();
  const withApp = (plan: LoopPlan): LoopPlan => ({
    ...plan,
    isOutside: true,
    round: async (signal) => (app.current() === undefined ? false : plan.round(signal)),
  });
  const read = async () => {
    await app.read();
    return false;
  };
  return [
    { name: "app", every: 5000, round: read },
    withApp({
      name: "planning",
      every: 1000,
      round: async () => {
        // Until a run is planned, nobody sees that the hub has noticed it.
        const planned = await pumpPlanning({
          ...common,
          database: { ...database, queries: database.urgent },
        });
        if (planned > 0) {
          wake("assign");
          wake("outgoing");
        }
        return planned > 0;
      },
    }),
    withApp({
      name: "outgoing",
      every: 1000,
      round: async () => {
        const sent = await pumpOutgoing({
          ...{ ...common, line, registries: context.registries },
          appId: () => connectedApp(app).appId,
          htmlUrl: connectedApp(app).github.html,
          whyWaiting: async (queries, taskId, now) =>
            whyWaiting(await waitingFacts(queries, taskId, { now, mostActive: settings.mostActive })).message,
        });
        return sent > 0;
      },
    }),
    ...gatherLoops({ ...context, call }).map(withApp),
    withApp(
      leadership.only({
        name: "reconcile",
        every: 30_000,
        round: async (fenced) => {
          await reconcileDispatches({ database: fenced, call, clock, quietSeconds, most: 20 });
          return false;
        },
      }),
    ),
    withApp(
      leadership.only({
        name: "settle",
        every: 2000,
        round: async (fenced) => {
          const settled = await settlePlacements({ database: fenced, call, clock, log, most: 50 });
          if (settled > 0) for (const name of ["place", "assign", "outgoing"]) wake(name);
          return settled > 0;
        },
      }),
    ),
    withApp(
      leadership.only({
        name: "idle",
        every: 10_000,
        round: async (fenced) => {
          const ended = await endIdle({ database: fenced, call, clock, log, most: 50 });
          if (ended > 0) wake("settle");
          return false;
        },
      }),
    ),
    withApp(
      leadership.only({
        name: "reap",
        every: sweepSeconds * 1000,
        round: async (fenced) => {
          await reapRunners({ database: fenced, call, clock, log, orphanSeconds: sweepSeconds - 10 });
          return false;
        },
      }),
    ),
    withApp(
      leadership.only({
        name: "missed deliveries",
        every: 20_000,
        round: async (fenced) => {
          const github = {
            list: (cursor: string | undefined) =>
              listDeliveries(call, cursor === undefined ? {} : { cursor }),
            redeliver: (id: number) => redeliver(call, id),
          };
          await findMissedDeliveries({ database: fenced, github, now: clock(), log });
          return false;
        },
      }),
    ),
    withApp(
      leadership.only({
        name: "schedules",
        every: 20_000,
        round: async (fenced) => {
          const started = await startScheduled(fenced, {
            now: clock(),
            headOf: async ({ id, default_branch }) =>
              headOf(call, await repositoryAt(database.queries, id), default_branch),
          });
          if (started > 0) wake("planning");
          return false;
        },
      }),
    ),
  ];
}
