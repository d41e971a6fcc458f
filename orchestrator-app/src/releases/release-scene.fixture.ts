import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import type { CallGitHub } from "../github/call.ts";
import { githubClient } from "../github/github-client.ts";
import { composeArtifact } from "../gather/compose-artifact.fixture.ts";
import { pumpArtifacts } from "../gather/pump-artifacts.ts";
import { planned } from "../runs/scene.fixture.ts";
import { applyJob } from "../runs/apply-job.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { endPlanning } from "../runs/plan-run.ts";
import { startRun } from "../runs/start-run.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { diskStorage } from "../storage/disk-storage.ts";
import { pumpReleases } from "./pump-releases.ts";
import type { Releasing } from "./releasing.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

export const composeId = "os-13-20261130.0";

/** Names the assets of a release of its compose. */
export const assets = [
  "SHA256SUMS",
  ...["lock.json", "oci.tar", "ostree.tar", "sbom.cdx.json", "sbom.spdx.json"].map(
    (name) => `${composeId}-a-amd64.${name}`,
  ),
  ...["compose.json", "composeinfo.json", "images.json", "packages.json"].map(
    (name) => `${composeId}.${name}`,
  ),
];

/** Starts a GitHub with a repository, and a hub with its storage that makes releases there. */
export async function releaseScene() {
  const github = await startFakeGitHub();
  const database = await memoryDatabase();
  const directory = await mkdtemp(join(tmpdir(), "debootc-release-"));
  const { app, privateKey } = github.createApp({
    ...{ name: "debootc", permissions: appPermissions, events: appEvents, owner: "acme" },
  });
  const repository = github.createRepository({
    ...{ name: "acme/os", ownerType: "Organization", collaborators: { ada: "write" } },
  });
  const installation = github.installApp(app, "acme");
  const workflow = "on: workflow_dispatch\njobs: {}\n";
  const files = { ".github/workflows/debootc.yml": workflow };
  const sha = github.push(repository, { author: "ada", files });
  const clock = () => new Date(github.now());
  await addRepository(database, installation.id, repository.id, clock());
  const call = githubClient({
    ...{ apiUrl: github.url, credentials: () => ({ appId: app.id, privateKey }), clock },
    governor: { take: async () => undefined, note: async () => undefined },
    sleep: (milliseconds) => github.advance(milliseconds),
  });
  let words = 0;
  const randomWord = () => `w${words++}`;
  const storage = diskStorage({ directory: join(directory, "storage"), randomWord });
  const common = { database, call, storage, clock, log: silent, random: () => 0.5 };
  const releasing = {
    ...{ ...common, holder: "one", workDirectory: join(directory, "work"), partBytes: 1_000_000, randomWord },
    reserve: 0,
  };
  const fetching = { ...common, mostBytes: 50_000_000, keeps: false, days: 30 };

  /** Makes a run whose leg is done and has left this artifact; its release task is free. */
  const composed = async ({ tag = "v1", content }: { tag?: string; content?: Buffer | undefined } = {}) => {
    const cause = { causeKey: `tag:${tag}`, cause: "tag" as const, ref: `refs/tags/${tag}` };
    const at = clock();
    const common = { repositoryId: repository.id, sha, configSha: sha, actor: "ada", at };
    const { id } = await startRun(database.queries, { ...common, ...cause });
    const tasks = [
      planned("a/amd64", { variant: "a", arch: "amd64" }),
      planned("release", { kind: "release", needs: [0] }),
    ];
    const plan = { workflow: "debootc.yml", composeId, composeTimestamp: 1, priority: 0, tasks };
    await endPlanning(database.queries, id, { kind: "planned", plan }, at);
    await assignTasks(database, { now: at, mostActive: 100, randomWord });
    const run = github.startRun(repository, {
      ...{ workflow: ".github/workflows/debootc.yml", event: "workflow_dispatch", ref: "main", actor: "ada" },
    });
    github.addArtifact(repository, run.id, {
      ...{ name: "leg-a-amd64", content: content ?? (await composeArtifact()) },
    });
    const { label } = await database.queries
      .selectFrom("attempt")
      .innerJoin("task", "task.id", "attempt.task_id")
      .select("label")
      .where("task.run_id", "=", id)
      .executeTakeFirstOrThrow();
    await applyJob(database.queries, {
      ...{ githubRunId: run.id, jobId: run.id + 1_000_000, name: "a", labels: [label], status: "completed" },
      ...{ conclusion: "success", runner: "a-runner", at },
    });
    return { id, githubRun: run };
  };
  /** Fetches and releases what is due, again and again for so many seconds of GitHub's clock, `step` apart. */
  const run = async (seconds: number, changes: Partial<Releasing> = {}, step = 10) => {
    for (let passed = 0; passed <= seconds; passed += step) {
      await pumpArtifacts(fetching);
      while ((await pumpReleases({ ...releasing, ...changes })) > 0);
      await github.advance(step * 1000);
    }
  };
  const releases = () => [...repository.releases.values()];
  /** What GitHub shows of a release. */
  const shown = () =>
    releases().map(({ tag, draft, assets }) => ({
      ...{ tag, draft, assets: [...assets.values()].map(({ name }) => name).toSorted() },
    }));
  return {
    ...{ github, database, repository, sha, clock, call, releasing, fetching, storage, directory },
    ...{ composed, run, releases, shown },
    [Symbol.asyncDispose]: async () => {
      await github.close();
      await rm(directory, { recursive: true });
    },
  };
}

export type ReleaseScene = Awaited<ReturnType<typeof releaseScene>>;

/** Returns the state of the release task of a run, and why it failed. */
export async function releaseTask({ database }: Pick<ReleaseScene, "database">, run: number) {
  return database.queries
    .selectFrom("task")
    .select(["state", "failure"])
    .where("run_id", "=", run)
    .where("kind", "=", "release")
    .executeTakeFirstOrThrow();
}

/** Is where a hub is killed in a test: before or after its calls of GitHub, and before its transactions. */
export function killAt(scene: ReleaseScene, point: number) {
  let passed = 0;
  let kill: () => void = () => {};
  const killed = new Promise<void>((resolve) => {
    kill = resolve;
  });
  const ending = new AbortController();
  const pass = async () => {
    if (passed++ !== point) return;
    kill();
    // What was killed goes on with nothing. It ends when the test does, and finds that its lease is another's.
    await new Promise((_, reject) => {
      ending.signal.addEventListener("abort", () => reject(new Error("killed")));
    });
  };
  const call: CallGitHub = async (one) => {
    await pass();
    const answer = await scene.call(one);
    await pass();
    return answer;
  };
  const queries = new Proxy(scene.database.queries, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (name !== "transaction") return typeof value === "function" ? value.bind(target) : value;
      return () => ({
        execute: async (work: never) => {
          await pass();
          return target.transaction().execute(work);
        },
      });
    },
  });
  return {
    ...{ killed, call, database: { ...scene.database, queries }, signal: ending.signal },
    points: () => passed,
    end: () => ending.abort(),
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
