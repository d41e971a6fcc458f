import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { githubScene } from "../reconcile/github-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

type Scene = Awaited<ReturnType<typeof githubScene>>;

/** Pushes a file with another schedule; returns its commit, and what is due by the hub. */
function pushWeekly({ github, repository, database }: Scene) {
  const file = "on: {push: {}, schedule: [{name: weekly, cron: '30 2 * * 1'}]}\n";
  const sha = github.push(repository, { author: "ada", files: { ".github/debootc.yml": file } });
  const due = () => database.queries.selectFrom("schedule").select("name").execute();
  return { sha, due };
}

describe("a push to the default branch", () => {
  test("of which the event comes late does not bring back what its file said", async () => {
    await using scene = await githubScene();
    const { hub, start, database } = scene;
    const { sha, due } = pushWeekly(scene);
    await start({ causeKey: "newer", sha, configSha: sha });
    await start({ causeKey: "late" });
    await hub.plan();
    const runs = await database.queries.selectFrom("run").select("state").execute();
    expect(runs).toEqual([{ state: "OPEN" }, { state: "OPEN" }]);
    expect(await due()).toEqual([{ name: "weekly" }]);
  });

  test("that an update of locks follows at once still says what is due", async () => {
    await using scene = await githubScene();
    const { github, hub, start, repository } = scene;
    const { sha, due } = pushWeekly(scene);
    const locked = github.push(repository, { author: "ada", files: { "treefiles/a.lock.json": "{}" } });
    await start({ causeKey: "file", sha, configSha: sha });
    await start({ causeKey: "locks", cause: "archive", sha: locked, configSha: locked });
    await hub.plan();
    expect(await due()).toEqual([{ name: "weekly" }]);
  });
});
