import { serveSettings } from "@debootc/core/hub/serve-settings";
import { randomBytes } from "node:crypto";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { freePort } from "@debootc/tools/http/free-port";
import { expect, test } from "vitest";
import { TestedAgent } from "../fleet/agent.fixture.ts";
import { secret } from "../intake/delivery.fixture.ts";
import { createKey } from "../keys/api-keys.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { files } from "../reconcile/github-scene.fixture.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { writeApp } from "../setup/app-files.ts";
import { serve } from "./serve.ts";

test("a hub that runs hands a pushed commit's tasks to a host that waits, and follows them to the end", async () => {
  await using work = await mkdtempDisposable(`${tmpdir()}/debootc-fleet-`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const github = await startFakeGitHub({ clock: realClock(Date.now) });
  const { app, privateKey } = github.createApp({
    ...{ name: "hub", permissions: appPermissions, events: appEvents },
    hook: { url: `${url}/webhooks`, secret },
  });
  const known = { appId: app.id, slug: "hub", webhookSecret: secret, privateKey };
  await writeApp(work.path, { ...known, github: { api: github.url, html: github.url } });
  const options = { port: String(port), dataDir: work.path, githubUrl: github.url };
  const settings = serveSettings({ options, environment: {}, home: work.path });
  const log = memoryLog();
  const hub = await serve(settings, { clock: () => new Date(), randomBytes, log, webhookSecrets: [] });
  try {
    const { queries } = hub.database;
    const { text: key } = await createKey(queries, { name: "test", now: new Date(), randomBytes });
    const made = await fetch(`${url}/api/v1/hosts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "builder-1" }),
    });
    const { token } = (await made.json()) as { readonly token: string };
    const request = (path: string, init: RequestInit) => fetch(`${url}${path}`, init);
    const agent = new TestedAgent({ request }, token);
    await agent.session();

    const repository = github.createRepository({ name: "acme/os", ownerType: "Organization" });
    github.installApp(app, "acme");
    const asked = agent.next({ waitSeconds: 60 });
    github.push(repository, { author: "ada", files: { ...files, ".github/debootc.yml": "fleet: true\n" } });
    const jobs: string[] = [];
    while (jobs.length < 3) {
      const order = await (jobs.length === 0 ? asked : agent.next({ waitSeconds: 60 }));
      if (order === undefined) throw new Error(`no order came: ${JSON.stringify(log.lines.slice(-5))}`);
      jobs.push(order.task.name);
      await agent.report(order.id, { state: "started" });
      const { runnerName } = order;
      github.connectRunner(repository, runnerName);
      const job = github.jobOf(repository, runnerName);
      expect(job?.plan.labels).toEqual([order.label]);
      github.finishJob(repository, job?.id ?? 0, "success");
      await agent.report(order.id, { state: "ended", exit: { code: 0, signal: null } });
    }
    expect(jobs.toSorted()).toEqual(["a/amd64", "assemble", "b/amd64"]);
    const state = () => queries.selectFrom("run").select("state").execute();
    await expect.poll(state, { timeout: 60_000, interval: 200 }).toEqual([{ state: "COMPLETED" }]);
    expect(repository.runners.size).toBe(0);
  } finally {
    await hub.stop();
    await github.close();
  }
});
