import { mkdtempDisposable } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { serveSettings } from "@debootc/core/hub/serve-settings";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { freePort } from "@debootc/tools/http/free-port";
import { expect, test } from "vitest";
import { secret } from "../intake/delivery.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { writeApp } from "../setup/app-files.ts";
import { serve } from "./serve.ts";

test("a hub asks GitHub for what it sent while the hub was down, with the App that setup has left", async () => {
  await using work = await mkdtempDisposable(`${tmpdir()}/debootc-missed-`);
  const port = await freePort();
  const github = await startFakeGitHub({ clock: realClock(Date.now) });
  try {
    const { app, privateKey } = github.createApp({
      name: "hub",
      permissions: { contents: "read", metadata: "read" },
      events: ["push"],
      hook: { url: `http://127.0.0.1:${port}/webhooks`, secret },
    });
    const repository = github.createRepository({ name: "acme/os", ownerType: "Organization" });
    github.installApp(app, "acme");
    const sha = github.push(repository, { author: "ada", files: { "README.md": "x" } });
    await github.settled();
    const known = { appId: app.id, slug: "hub", webhookSecret: secret, privateKey };
    await writeApp(work.path, { ...known, github: { api: github.url, html: github.url } });

    const options = { port: String(port), dataDir: work.path, githubUrl: github.url };
    const settings = serveSettings({ options, environment: {}, home: work.path });
    const outside = { clock: () => new Date(), randomBytes, log: memoryLog(), webhookSecrets: [] };
    const hub = await serve(settings, outside);
    try {
      expect(hub.known()).toEqual({ hasSecret: true, hasApp: true });
      const runs = () => hub.database.queries.selectFrom("run").select(["sha", "actor"]).execute();
      await expect.poll(runs, { timeout: 60_000, interval: 100 }).toEqual([{ sha, actor: "ada" }]);
      const handled = () =>
        hub.database.queries.selectFrom("delivery").select(["event", "state"]).orderBy("event").execute();
      await expect.poll(handled, { timeout: 60_000, interval: 100 }).toEqual([
        { event: "installation", state: "handled" },
        { event: "push", state: "handled" },
      ]);
    } finally {
      await hub.stop();
    }
  } finally {
    await github.close();
  }
});
