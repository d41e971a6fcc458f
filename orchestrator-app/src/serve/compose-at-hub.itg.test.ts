import { realClock } from "@debootc/fake-github/clock/real-clock";
import { type FakeGitHub, startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import type { Repository } from "@debootc/fake-github/state/repository";
import { run } from "@debootc/tools/run";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { startPostgreSql } from "../database/postgresql.fixture.ts";
import { addHost, startedOrder } from "../fleet/fleet.fixture.ts";
import { files } from "../reconcile/github-scene.fixture.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { secret } from "../intake/delivery.fixture.ts";
import { startHubProcess } from "./hub-process.fixture.ts";

const cli = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));

/** Makes a work tree whose commit is the one that a repository at GitHub has. */
async function clone(top: string, github: FakeGitHub, repository: Repository): Promise<void> {
  const env = {
    ...{ GIT_AUTHOR_NAME: "ada", GIT_AUTHOR_EMAIL: "ada@example.org", GIT_CONFIG_GLOBAL: "/dev/null" },
    ...{ GIT_COMMITTER_NAME: "ada", GIT_COMMITTER_EMAIL: "ada@example.org" },
  };
  const git = async (...args: string[]) =>
    (await run({ tool: "git", args: ["-C", top, ...args], env })).stdout.trim();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message=text");
  await git("remote", "add", "origin", `${github.url}/acme/os.git`);
  const sha = await git("rev-parse", "HEAD");
  await git("update-ref", "refs/remotes/origin/main", sha);
  const commit = repository.commits.get(github.push(repository, { author: "ada", files }));
  if (commit === undefined) throw new Error("a push makes a commit");
  repository.commits.set(sha, { ...commit, sha });
  repository.branches.set("main", sha);
}

/** Starts the command line in a directory. */
function debootc(cwd: string, env: Readonly<Record<string, string>>, ...words: string[]) {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  const status = once(child, "close").then(([code]) => code as number);
  return { said, status };
}

test("a laptop lets a hub compose what it has pushed, sees tasks and logs, and ends as the run does", async () => {
  await using server = await startPostgreSql();
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-laptop-"));
  const url = await server.database("hub");
  const github = await startFakeGitHub({ clock: realClock(Date.now) });
  const { app, privateKey } = github.createApp({
    ...{ name: "debootc", permissions: appPermissions, events: appEvents },
    hook: { url: "http://127.0.0.1:9/webhooks", secret },
  });
  const key = join(work.path, "key.pem");
  await writeFile(key, privateKey, { mode: 0o600 });
  const hub = await startHubProcess({
    ...{ DATABASE_URL: url, DEBOOTC_GITHUB_API_URL: github.url, DEBOOTC_APP_ID: String(app.id) },
    DEBOOTC_PRIVATE_KEY_FILE: key,
  });
  app.hook.url = `${hub.url}/webhooks`;
  try {
    const repository = github.createRepository({ name: "acme/os", collaborators: { ada: "write" } });
    github.installApp(app, "acme");
    const top = join(work.path, "os");
    await clone(top, github, repository);
    await github.settled();
    await using database = await openDatabase({ url });
    const known = () => database.queries.selectFrom("repository").select("id").execute();
    await expect.poll(known, { timeout: 20_000 }).toHaveLength(1);
    const env = { DEBOOTC_HUB_KEY: /debootc_[0-9a-f]{16}_\S+/.exec(hub.written())?.[0] ?? "" };

    const at = ["--hub", hub.url];
    const compose = debootc(top, env, "compose", "treefiles/compose.yaml", ...at, "--variant", "a");
    // The push has started a run as well.
    const running = () =>
      database.queries
        .selectFrom("task")
        .innerJoin("run", "run.id", "task.run_id")
        .select("task.id")
        .where("run.cause", "=", "api")
        .where("task.state", "=", "RUNNING")
        .execute();
    await expect.poll(running, { timeout: 30_000 }).toHaveLength(1);
    const task = (await running())[0]?.id ?? 0;
    const { host, token } = await addHost(database, "builder-1");
    const order = await startedOrder(database, { host, task, id: `${task}-abcdef` });
    const send = async (offset: number, body: string) => {
      const answer = await fetch(`${hub.url}/api/v1/agent/orders/${order}/log?offset=${offset}`, {
        method: "POST",
        body,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" },
      });
      expect(await answer.json()).toEqual({ next: offset + body.length });
    };
    await send(0, "a first line\nghs_0123456789abcdefghijklmno\n");
    await expect.poll(() => compose.said.stderr, { timeout: 100_000 }).toContain("| a first line");
    for (const { id, status } of repository.jobs.values())
      if (status !== "completed") github.finishJob(repository, id, "success");
    await send(43, "the last line");

    expect([await compose.status, compose.said.stderr]).toEqual([
      0,
      expect.stringContaining("| the last line"),
    ]);
    expect(compose.said.stdout).toMatch(/run \d+ is COMPLETED: os-13-\d+/);
    expect(compose.said.stdout).toMatch(/artifacts: http:\/\/127.0.0.1:\d+\/acme\/os\/actions\/runs\/\d+/);
    expect(compose.said.stdout).not.toContain("b/amd64");

    const logs = debootc(top, env, "orchestrator", "logs", String(task), ...at, "--follow");
    expect([await logs.status, logs.said.stdout]).toEqual([
      0,
      `a first line\nghs_${"*".repeat(25)}\nthe last line\ntask ${task} is COMPLETED\n`,
    ]);
    const found = debootc(top, env, "orchestrator", "logs", "--search", "last line", ...at);
    expect([await found.status, found.said.stdout]).toEqual([0, `task ${task}, line 3: the last line\n`]);
  } finally {
    await hub.end("SIGTERM");
    await github.close();
  }
});
