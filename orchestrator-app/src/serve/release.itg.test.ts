import { serveSettings } from "@debootc/core/hub/serve-settings";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { type FakeGitHub, startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { freePort } from "@debootc/tools/http/free-port";
import { randomBytes } from "node:crypto";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { composeArtifact } from "../gather/compose-artifact.fixture.ts";
import { secret } from "../intake/delivery.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { files } from "../reconcile/github-scene.fixture.ts";
import { writeApp } from "../setup/app-files.ts";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { type RunningHub, serve } from "./serve.ts";

type Repository = ReturnType<FakeGitHub["createRepository"]>;

/** Ends the jobs that run, each with the artifact that it leaves. */
async function workOff(github: FakeGitHub, repository: Repository, { database }: RunningHub) {
  const run = await database.queries
    .selectFrom("run")
    .select("compose_id")
    .where("compose_id", "is not", null)
    .executeTakeFirst();
  const composeId = run?.compose_id ?? "";
  for (const job of repository.jobs.values()) {
    if (job.status !== "in_progress") continue;
    const leg = /[ab]\/amd64/.exec(job.plan.name)?.[0];
    const legs = leg === undefined ? ["a/amd64", "b/amd64"] : [leg];
    const name = leg === undefined ? `compose-${composeId}` : `leg-${leg.replace("/", "-")}`;
    const content = await composeArtifact({ composeId, legs });
    github.addArtifact(repository, job.runId, { name, content });
    github.finishJob(repository, job.id, "success");
  }
}

test("a pushed tag leads to legs, to one compose of them, and to a published release", async () => {
  await using work = await mkdtempDisposable(`${tmpdir()}/debootc-tag-`);
  const port = await freePort();
  const github = await startFakeGitHub({ clock: realClock(Date.now) });
  try {
    const hook = { url: `http://127.0.0.1:${port}/webhooks`, secret };
    const { app, privateKey } = github.createApp({
      ...{ name: "hub", permissions: appPermissions, events: appEvents, hook, owner: "acme" },
    });
    const known = { appId: app.id, slug: "hub", webhookSecret: secret, privateKey };
    await writeApp(work.path, { ...known, github: { api: github.url, html: github.url } });
    const environment = { DEBOOTC_GITHUB_API_URL: github.url, DEBOOTC_HUB_PORT: String(port) };
    const settings = serveSettings({ options: { dataDir: work.path }, environment, home: work.path });
    const outside = { clock: () => new Date(), randomBytes, log: memoryLog(), webhookSecrets: [] };
    const hub = await serve(settings, outside);
    const repository = github.createRepository({
      ...{ name: "acme/os", ownerType: "Organization", collaborators: { ada: "write" } },
    });
    try {
      github.installApp(app, "acme");
      const rules = { ".github/debootc.yml": "on: {tags: v*}\nrelease: {tags: v*}\n" };
      github.push(repository, { author: "ada", files: { ...files, ...rules } });
      github.push(repository, { author: "ada", tag: "v1" });

      const published = async () => {
        await workOff(github, repository, hub);
        return [...repository.releases.values()].map(({ tag, draft, assets }) => [tag, draft, assets.size]);
      };
      // Five files of each leg, four records, and the list of checksums.
      await expect.poll(published, { timeout: 120_000, interval: 200 }).toEqual([["v1", false, 15]]);
      const states = () => hub.database.queries.selectFrom("run").select("state").orderBy("id").execute();
      // The push to the branch wants nothing.
      const both = [{ state: "SKIPPED" }, { state: "COMPLETED" }];
      await expect.poll(states, { timeout: 60_000, interval: 100 }).toEqual(both);
      const kept = () =>
        hub.database.queries.selectFrom("artifact").select(["name", "state"]).orderBy("name").execute();
      await expect.poll(kept, { timeout: 60_000, interval: 100 }).toMatchObject([
        ...[{ name: /^compose-os-13-/ }, { name: "leg-a-amd64" }, { name: "leg-b-amd64" }].map(
          ({ name }) => ({
            ...{ name: typeof name === "string" ? name : expect.stringMatching(name), state: "stored" },
          }),
        ),
      ]);
    } finally {
      await hub.stop();
    }
  } finally {
    await github.close();
  }
}, 300_000);
