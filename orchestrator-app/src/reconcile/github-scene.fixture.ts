import { type FakeGitHubOptions, startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { noRegistries } from "../channels/no-registries.fixture.ts";
import type { Database } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { githubClient } from "../github/github-client.ts";
import { governor } from "../github/governor.ts";
import { pumpOutgoing } from "../outgoing/pump-outgoing.ts";
import { waitingLine } from "../outgoing/waiting-line.ts";
import { pumpPlanning } from "../planning/pump-planning.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { type RunCause, startRun } from "../runs/start-run.ts";
import { asLeader } from "../store/as-leader.fixture.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { reconcileDispatches } from "./reconcile-dispatches.ts";

const workflow = `name: debootc
run-name: debootc \${{ inputs.dispatch }}
on:
  workflow_dispatch:
    inputs:
      dispatch: {required: true}
      run: {required: true}
      sha: {required: true}
      tasks: {required: true}
      finished: {required: true}
jobs: {}
`;

/** Holds the files of a repository that the hub serves. */
export const files: Readonly<Record<string, string>> = {
  ".github/debootc.yml":
    "on: {push: {}, pull-request: {}, schedule: [{name: nightly, cron: '30 2 * * *'}]}\n",
  ".github/workflows/debootc.yml": workflow,
  "treefiles/compose.yaml":
    'release: {short: os, name: OS, version: "13"}\nvariants:\n  a: {treefile: a.yaml, arches: [amd64]}\n  b: {treefile: b.yaml, arches: [amd64]}\n',
  "treefiles/a.yaml": "include: base.yaml\nref: os/a\n",
  "treefiles/b.yaml": "include: base.yaml\nref: os/b\n",
  "treefiles/base.yaml": "suite: trixie\npackages: [systemd]\n",
};

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Starts a GitHub with the App of the hub and a repository, and a hub without its webhooks. */
export async function githubScene(
  changes: Readonly<Record<string, string>> = {},
  options: FakeGitHubOptions = {},
) {
  const github = await startFakeGitHub(options);
  const database = await memoryDatabase();
  const { app, privateKey } = github.createApp({
    ...{ name: "debootc", permissions: appPermissions, events: appEvents, owner: "acme" },
  });
  const repository = github.createRepository({
    ...{ name: "acme/os", ownerType: "Organization", collaborators: { ada: "write", guest: "read" } },
  });
  const installation = github.installApp(app, "acme");
  const sha = github.push(repository, { author: "ada", files: { ...files, ...changes } });
  const clock = () => new Date(github.now());
  await addRepository(database, installation.id, repository.id, clock());
  const limits = governor((run) => database.queries.transaction().execute(run), clock);
  const call = githubClient({
    ...{ apiUrl: github.url, credentials: () => ({ appId: app.id, privateKey }), governor: limits, clock },
    sleep: (milliseconds) => github.advance(milliseconds),
  });
  const common = { database, call, clock, log: silent, random: () => 0.5 };
  const outgoing = {
    ...common,
    appId: () => app.id,
    htmlUrl: "https://github.example",
    registries: noRegistries,
    line: waitingLine(),
  };
  const leader = await asLeader(database);
  let words = 0;
  const hub = {
    plan: () => pumpPlanning(common),
    assign: () => assignTasks(leader, { now: clock(), mostActive: 100, randomWord: () => `w${words++}` }),
    /** Sends all that is due. */
    send: async () => {
      while ((await pumpOutgoing({ ...outgoing, whyWaiting: async () => "it waits" })) > 0);
    },
    reconcile: () => reconcileDispatches({ ...common, database: leader, quietSeconds: 60, most: 10 }),
  };
  /** Plans, assigns and sends, again and again for so many seconds of GitHub's clock. */
  const run = async (seconds: number) => {
    for (let passed = 0; passed <= seconds; passed += 20) {
      await hub.plan();
      await hub.assign();
      await hub.send();
      await hub.reconcile();
      await github.advance(20_000);
    }
    await hub.send();
  };
  const start = (changed: Partial<RunCause> = {}) =>
    startRun(database.queries, {
      ...{ repositoryId: repository.id, causeKey: "test", cause: "push", ref: "refs/heads/main" },
      ...{ sha, configSha: sha, actor: "ada", at: clock() },
      ...changed,
    });
  return {
    ...{ github, database, repository, sha, hub, run, start, clock, call },
    checks: () => [...repository.checkRuns.values()],
    [Symbol.asyncDispose]: () => github.close(),
  };
}

async function addRepository({ queries }: Database, installation: number, repository: number, at: Date) {
  await queries
    .insertInto("installation")
    .values({
      ...{ id: installation, account: "acme", account_type: "Organization", state: "active" },
      ...{ permissions: "{}", changed_at: at },
    })
    .execute();
  await queries
    .insertInto("repository")
    .values({
      ...{ id: repository, installation_id: installation, full_name: "acme/os", default_branch: "main" },
      ...{ state: "active", private: false, changed_at: at },
    })
    .execute();
}
