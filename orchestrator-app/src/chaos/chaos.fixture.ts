import type { Fault } from "@debootc/fake-github/faults/fault";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { seededRandom } from "@debootc/fake-github/faults/seeded-random";
import { type FakeGitHub, startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import type { Repository } from "@debootc/fake-github/state/repository";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { type Replicas, startReplicas } from "./replicas.fixture.ts";

const secret = "a-secret-of-the-chaos";

const faults: readonly Fault[] = [
  { on: "delivery", do: "fail", chance: 0.03 },
  { on: "delivery", do: "unheard", chance: 0.03 },
  { on: "delivery", do: "duplicate", chance: 0.05 },
  { on: "delivery", do: "reorder", chance: 0.05 },
  { on: "delivery", do: "delay", milliseconds: 1500, chance: 0.05 },
  { on: "request", do: "answer", status: 502, chance: 0.03 },
  { on: "request", do: "refuse", chance: 0.02 },
  { on: "request", do: "lose-reply", chance: 0.04 },
  { on: "request", do: "slow", milliseconds: 500, chance: 0.02 },
];

const compose = `release:
  short: chaos
  name: Chaos
  version: "1"
variants:
  one:
    treefile: one.yaml
    arches: [amd64]
  two:
    treefile: two.yaml
    arches: [amd64]
`;

const workflow = `name: debootc
run-name: debootc \${{ inputs.dispatch }}
on:
  workflow_dispatch:
    inputs: {dispatch: {}, run: {}, sha: {}, tasks: {}, finished: {}}
`;

interface Scene {
  readonly replicas: number;
  readonly databaseUrl?: string;
  readonly seed: number;
  /** How many pushes start runs. */
  readonly runs: number;
  /** How many other events, which mean nothing to the hub, come with each push. */
  readonly others: number;
  readonly kills: number;
  /** Is called in the middle. */
  readonly halfway?: () => Promise<void>;
}

/** Holds what a chaos has come to, to look at. */
export interface Aftermath {
  readonly github: FakeGitHub;
  readonly repository: Repository;
  /** The commits whose pushes start runs. */
  readonly commits: readonly string[];
  readonly kills: number;
  readonly written: string;
}

/**
 * Lets events pour into a hub whose GitHub drops, doubles, delays and loses things, and whose replicas are killed, until all
 * is quiet again. The jobs of dispatched workflows end by themselves.
 */
export async function chaos(scene: Scene): Promise<Aftermath> {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-chaos-"));
  const random = seededRandom(scene.seed);
  const github = await startFakeGitHub({
    clock: realClock(Date.now),
    seed: scene.seed,
    // What is tried here is not the limits.
    limits: { perHour: 1e6, pointsPerMinute: 1e6, contentPerMinute: 1e6, contentPerHour: 1e6 },
  });
  const { app, privateKey } = github.createApp({
    name: "Chaos",
    permissions: appPermissions,
    events: appEvents,
    hook: { url: "http://127.0.0.1:9/webhooks", secret },
  });
  const key = join(work.path, "key.pem");
  await writeFile(key, privateKey, { mode: 0o600 });
  await using hub = await startReplicas(scene.replicas, {
    DEBOOTC_HUB_DATA_DIR: join(work.path, "data"),
    DEBOOTC_WEBHOOK_SECRET: secret,
    DEBOOTC_GITHUB_API_URL: github.url,
    DEBOOTC_APP_ID: String(app.id),
    DEBOOTC_PRIVATE_KEY_FILE: key,
    DEBOOTC_HUB_MOST_ACTIVE: "1000",
    ...(scene.databaseUrl === undefined ? {} : { DATABASE_URL: scene.databaseUrl }),
  });
  app.hook.url = `${hub.url}/webhooks`;
  const repository = github.createRepository({ name: "acme/os", collaborators: { mona: "write" } });
  github.push(repository, {
    author: "mona",
    branch: "main",
    files: {
      ".github/debootc.yml": "compose: compose.yaml\n",
      ".github/workflows/debootc.yml": workflow,
      "compose.yaml": compose,
      "one.yaml": "ref: chaos/one\nsuite: trixie\n",
      "two.yaml": "ref: chaos/two\nsuite: trixie\n",
    },
  });
  github.installApp(app, "acme");
  await github.settled();

  github.plan(faults);
  const runners = new AbortController();
  const working = finishJobs(github, repository, random, runners.signal);
  const commits = await pour(github, repository, scene, hub, random);
  github.plan([]);
  await quiet(github, repository, commits, hub);
  runners.abort();
  await working;
  return { github, repository, commits, kills: hub.kills(), written: hub.written() };
}

async function pour(
  github: FakeGitHub,
  repository: Repository,
  { runs, others, kills, halfway, replicas }: Scene,
  hub: Replicas,
  random: () => number,
): Promise<string[]> {
  const commits: string[] = [];
  const killing = killAtRandom(hub, { kills, replicas }, random);
  const issue = github.openIssue(repository, { author: "mona" });
  for (let number = 0; number < runs; number++) {
    commits.push(
      github.push(repository, { author: "mona", branch: "main", files: { "one.yaml": treefile(number) } }),
    );
    for (let other = 0; other < others; other++) {
      github.comment(repository, issue.number, "mona", `nothing that the hub knows ${number} ${other}`);
      await sleep(random() * 40);
    }
    if (number === Math.floor(runs / 2)) await halfway?.();
  }
  await killing;
  return commits;
}

const treefile = (number: number) => `ref: chaos/one\nsuite: trixie\n# ${number}\n`;

async function killAtRandom(
  hub: Replicas,
  { kills, replicas }: Pick<Scene, "kills" | "replicas">,
  random: () => number,
): Promise<void> {
  for (let killed = 0; killed < kills; killed++) {
    await sleep(500 + random() * 1500);
    await hub.kill(Math.floor(random() * replicas));
  }
}

/** Plays the runners of GitHub: a job that runs ends well after a moment. */
async function finishJobs(
  github: FakeGitHub,
  { jobs, ...rest }: Repository,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const repository = { jobs, ...rest } as Repository;
  while (!signal.aborted) {
    for (const job of jobs.values()) {
      if (job.status !== "in_progress" || random() < 0.5) continue;
      github.finishJob(repository, job.id, "success");
    }
    await sleep(100);
  }
}

/** Of each of two legs, of the task that assembles them, and of the run. */
const checksOfRun = 4;

/** Waits until every event was taken, every run has ended on its check run, and nothing changes any more. */
async function quiet(
  github: FakeGitHub,
  { checkRuns }: Repository,
  commits: readonly string[],
  hub: Replicas,
): Promise<void> {
  const last = Date.now() + 420_000;
  let before = -1;
  for (;;) {
    await sleep(3000);
    await github.settled();
    const completed = [...checkRuns.values()].filter(({ status }) => status === "completed");
    const shown = Map.groupBy(completed, ({ headSha }) => headSha);
    const lost = commits.filter((sha) => (shown.get(sha) ?? []).length < checksOfRun);
    const isOver = [...checkRuns.values()].every(({ status }) => status === "completed");
    const writes = github.ledger.checkRuns.length;
    const isDone = lost.length === 0 && isOver && writes === before;
    if (isDone && (await untakenEvents(github, hub)).length === 0) return;
    before = writes;
    if (Date.now() > last) {
      const open = [...checkRuns.values()].filter(({ status }) => status !== "completed");
      const untaken = await untakenEvents(github, hub);
      throw new Error(
        `it does not become quiet: ${untaken.length} events were not taken, ${lost.length} of ${commits.length} commits have not all of their check runs, ${open.length} check runs are open: ${JSON.stringify(open.slice(0, 3))}`,
      );
    }
  }
}

/**
 * Returns the events that the hub has not taken. One that it stored before it was killed, so that no answer came, is taken:
 * of those the hub is asked, by its API.
 */
async function untakenEvents({ ledger }: FakeGitHub, hub: Replicas): Promise<string[]> {
  const answered = new Set(
    ledger.attempts.flatMap(({ guid, answered: status }) => (status === 202 ? [guid] : [])),
  );
  const key = /debootc_[0-9a-f]+_\S+/.exec(hub.written())?.[0];
  const untaken: string[] = [];
  for (const { guid } of ledger.events) {
    if (answered.has(guid)) continue;
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${hub.url}/api/v1/deliveries/${guid}`, { headers });
    await answer.text();
    if (answer.status !== 200) untaken.push(guid);
  }
  return untaken;
}
