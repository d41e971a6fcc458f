import type { FakeGitHubOptions } from "@debootc/fake-github/start-fake-github";
import type { HostReport } from "@debootc/core/fleet/host-report";
import { testedApi } from "../api/api.fixture.ts";
import { loginOfApp } from "../github/app-calls.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { githubScene } from "../reconcile/github-scene.fixture.ts";
import { applyJob } from "../runs/apply-job.ts";
import { asLeader } from "../store/as-leader.fixture.ts";
import { TestedAgent } from "./agent.fixture.ts";
import { endIdle } from "./end-idle.ts";
import { endStale } from "./end-stale.ts";
import { createHost } from "./hosts.ts";
import { knownRuns } from "./known-runs.ts";
import { nextOrder } from "./next-order.ts";
import { placeWaiting } from "./place-waiting.ts";
import { reapRunners } from "./reap-runners.ts";
import { settlePlacements } from "./settle-placements.ts";
import { WaitingHosts } from "./waiting-hosts.ts";

const statuses = ["queued", "waiting", "in_progress", "completed"] as const;

/** Holds the files of a repository whose runs have a single leg. */
export const oneLeg: SceneOptions = {
  files: {
    "treefiles/compose.yaml":
      'release: {short: os, name: OS, version: "13"}\nvariants:\n  a: {treefile: a.yaml, arches: [amd64]}\n',
  },
};

/** Starts a GitHub, a hub whose tasks are on the fleet, and agents of hosts that have begun their sessions. */
export async function fleetScene(
  hosts: Readonly<Record<string, Partial<HostReport>>>,
  { files = {}, github: options = {} }: SceneOptions = {},
) {
  const scene = await githubScene({ ".github/debootc.yml": "fleet: true\n", ...files }, options);
  const { github, database, repository, call, clock } = scene;
  const log = memoryLog();
  const waiting = new WaitingHosts();
  let words = 0;
  const randomWord = () => `w${String(words++).padStart(7, "0")}`;
  const appLogin = await loginOfApp(call);
  const context = {
    ...{ database, call, clock, log, waiting, runs: knownRuns(clock), appLogin: async () => appLogin },
    ...{ hasApp: () => true, wake: () => {} },
  };
  const api = await testedApi(database, {
    clock,
    fleet: {
      nextOrder: (host, request, signal) => nextOrder(context, host, request, signal),
      wake: () => {},
    },
  });
  const agents = new Map<string, TestedAgent>();
  const addAgent = async (name: string, report: Partial<HostReport> = {}) => {
    const { token } = await createHost(database.queries, {
      ...{ name, now: clock() },
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    });
    const agent = new TestedAgent(api.app, token, report);
    agents.set(name, agent);
    await agent.session();
    return agent;
  };
  for (const [name, report] of Object.entries(hosts)) await addAgent(name, report);
  const told = new Map<number, string>();
  /** Lets the hub know of each job whose state has changed, unless `isLost` says that the event is. */
  const jobEvents = async (isLost: () => boolean = () => false) => {
    for (const job of repository.jobs.values()) {
      if (told.get(job.id) === job.status) continue;
      told.set(job.id, job.status);
      if (isLost()) continue;
      const report = {
        ...{ githubRunId: job.runId, jobId: job.id, name: job.plan.name, labels: job.plan.labels },
        status: statuses.find((one) => one === job.status) ?? "queued",
        ...{ conclusion: job.conclusion ?? null, runner: job.runnerName ?? null, at: clock() },
      };
      await database.queries.transaction().execute((trx) => applyJob(trx, report));
    }
  };
  const leader = await asLeader(database);
  const leading = { database: leader, call, clock, log };
  const fleet = {
    place: () => placeWaiting(leader, { now: clock(), randomWord }),
    settle: () => settlePlacements({ ...leading, most: 100 }),
    stale: () => endStale(leader, clock()),
    idle: () => endIdle({ ...leading, most: 100 }),
    reap: () => reapRunners({ ...leading, orphanSeconds: 50 }),
  };
  /** Plans, assigns and dispatches a run, until GitHub has queued its jobs and the hub knows of them. */
  const queued = async () => {
    await scene.hub.plan();
    await scene.hub.assign();
    await scene.hub.send();
    await jobEvents();
  };
  const placements = () =>
    database.queries.selectFrom("placement").selectAll().orderBy("placed_at").orderBy("id").execute();
  const outcomes = async () => (await placements()).map(({ state, outcome }) => outcome ?? state);
  const runnerNames = () => [...repository.runners.values()].map(({ name }) => name);
  return {
    ...{
      ...scene,
      github,
      api,
      fleet,
      agents,
      addAgent,
      jobEvents,
      queued,
      placements,
      outcomes,
      runnerNames,
      log,
    },
    at: await repositoryAt(database.queries, repository.id),
    agent: (name: string) => {
      const agent = agents.get(name);
      if (agent === undefined) throw new Error(`there is no agent ${name}`);
      return agent;
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}

interface SceneOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly github?: FakeGitHubOptions;
}
