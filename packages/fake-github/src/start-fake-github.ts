import { type ServerType, serve } from "@hono/node-server";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { legsPlan } from "./actions/legs-plan.ts";
import type { Clock } from "./clock/clock.ts";
import { type VirtualClock, virtualClock } from "./clock/virtual-clock.ts";
import { actionsControl, type ActionsControl } from "./control/actions-control.ts";
import { appControl, type AppControl } from "./control/app-control.ts";
import { repositoryControl, type RepositoryControl } from "./control/repository-control.ts";
import { readDescription } from "./description/read-description.ts";
import { validator } from "./description/validator.ts";
import type { Fault } from "./faults/fault.ts";
import { faultsOf } from "./faults/faults.ts";
import { seededRandom } from "./faults/seeded-random.ts";
import { apiApp } from "./http/api-app.ts";
import { giveRemoteControl, type Perform } from "./http/remote-control.ts";
import { githubLimits, type Limits } from "./limits/github-limits.ts";
import { limiter } from "./limits/limiter.ts";
import type { Ledger } from "./state/ledger.ts";
import { newWorld } from "./state/new-world.ts";
import type { PlanJobs, World } from "./state/world.ts";
import { deliverer } from "./webhooks/deliverer.ts";
import { emitter } from "./webhooks/emitter.ts";

/** Says how GitHub is played. */
export interface FakeGitHubOptions {
  /** A virtual clock when absent: then `advance` moves the time. */
  readonly clock?: Clock;
  /** A free port when absent. */
  readonly port?: number;
  /** Repeats what looks random: GUIDs, secrets, faults with a chance. */
  readonly seed?: number;
  readonly limits?: Partial<Limits>;
  readonly faults?: readonly Fault[];
  /** Whether requests, answers and payloads are held against GitHub's description; true when absent. */
  readonly validate?: boolean;
  /** Labels of machines that GitHub itself has, which take a job at once. */
  readonly hostedLabels?: readonly string[];
  readonly planJobs?: PlanJobs;
  /** Plays this version of GitHub Enterprise Server, such as `3.19`: a dispatch then gives no run back. */
  readonly enterpriseServer?: string;
  /** How many milliseconds of real time `advance` and `settled` wait for answers to webhooks; 5000 when absent. */
  readonly patience?: number;
  /** Where artifacts and repositories of git are kept; one that is removed at the end when absent. */
  readonly directory?: string;
  /** How many deliveries the log keeps at most, whatever their age; 20,000 when absent. */
  readonly longestLog?: number;
}

/** Is a running stand-in for GitHub. */
export interface FakeGitHub extends AppControl, RepositoryControl, ActionsControl {
  /** The base of its API, for a client in place of `https://api.github.com`. */
  readonly url: string;
  /** Counts what happened, independently of whoever calls. */
  readonly ledger: Ledger;
  /** Returns all that it knows, to look at. */
  readonly state: () => World;
  readonly now: () => number;
  /** Moves the virtual clock, through each timer, and waits for the webhooks of each. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** Returns once no webhook is on its way. */
  readonly settled: () => Promise<void>;
  /** Lets other processes control it through `POST /_fake/steps`; until then nobody can. */
  readonly allowRemoteControl: (perform: Perform) => void;
  /** Replaces the plan of faults. */
  readonly plan: (faults: readonly Fault[]) => void;
  /** Stops it. Rejects if it ever answered or sent what GitHub's description does not allow. */
  readonly close: () => Promise<void>;
}

const hostedByGitHub = ["ubuntu-latest", "ubuntu-24.04", "ubuntu-22.04", "ubuntu-24.04-arm"];

/** Starts a GitHub that listens on this machine only. */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const { seed = 1, port = 0, validate = true } = options;
  const clock = options.clock ?? virtualClock();
  const directory = options.directory ?? join(tmpdir(), `fake-github-${randomUUID()}`);
  const faults = faultsOf(options.faults ?? [], seededRandom(seed + 1));
  const description = readDescription();
  const judge = validate ? validator(description) : undefined;
  const world = newWorld({
    // All of GitHub goes by the skewed time, as its callers see it.
    clock: { now: () => clock.now() + faults.skew(), after: clock.after },
    random: seededRandom(seed),
    seed,
    directory,
    hostedLabels: new Set(options.hostedLabels ?? hostedByGitHub),
    planJobs: options.planJobs ?? legsPlan,
    enterpriseServer: options.enterpriseServer,
  });
  const sender = deliverer(world, faults, options.longestLog ?? 20_000);
  world.emit = emitter(world, sender, judge);
  const app = apiApp({
    ...{ world, deliverer: sender, faults, description, validator: judge, directory },
    limiter: limiter({ ...githubLimits, ...options.limits }),
  });
  let perform: Perform | undefined;
  giveRemoteControl(app, world.ledger, () => perform);
  const server = await listen(app.fetch, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = options.enterpriseServer === undefined ? url : `${url}/api/v3`;
  Object.assign(world.urls, { api, html: url, uploads: `${url}/api/uploads` });
  const settled = () => sender.settled(options.patience ?? 5000);
  return {
    ...appControl(world),
    ...repositoryControl(world),
    ...actionsControl(world),
    ...{
      url: api,
      ledger: world.ledger,
      state: () => world,
      now: world.clock.now,
      settled,
      plan: faults.plan,
    },
    allowRemoteControl: (given) => {
      perform = given;
    },
    advance: (milliseconds) => {
      if (!isVirtual(clock)) throw new Error("cannot advance: this GitHub goes by a real clock");
      return clock.advance(milliseconds, settled);
    },
    close: async () => {
      sender.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
      const { violations } = world.ledger;
      if (violations.length > 0)
        throw new Error(`fake-github did what GitHub does not:\n${violations.slice(0, 20).join("\n")}`);
    },
  };
}

function listen(fetch: Parameters<typeof serve>[0]["fetch"], port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, () => resolve(server));
    server.on("error", reject);
  });
}

function isVirtual(clock: Clock): clock is VirtualClock {
  return "advance" in clock;
}
