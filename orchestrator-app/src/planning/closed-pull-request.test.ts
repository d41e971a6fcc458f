import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { githubScene } from "../reconcile/github-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

/** Opens a pull request and closes it, then plans runs of it with these cause keys; returns what they came to. */
async function planOfClosed(...causeKeys: readonly string[]) {
  await using scene = await githubScene();
  const { github, repository, hub, start, database } = scene;
  const sha = github.push(repository, { author: "ada", branch: "topic", files: { "README.md": "x" } });
  const { number } = github.openPullRequest(repository, { author: "ada", branch: "topic", base: "main" });
  github.closePullRequest(repository, number);
  const ref = `refs/pull/${number}/head`;
  for (const causeKey of causeKeys) {
    await start({ cause: "pull_request", causeKey, ref, sha, pullRequest: number });
  }
  await hub.plan();
  return database.queries.selectFrom("run").select(["state", "reason"]).orderBy("id").execute();
}

describe("a pull request that is closed", () => {
  test("is not built by an event that comes after it was closed", async () => {
    expect(await planOfClosed("delivery:late")).toEqual([
      { state: "SKIPPED", reason: "pull request 1 is closed" },
    ]);
  });

  test("is built again by whoever runs its checks again", async () => {
    expect(await planOfClosed("delivery:suite:7")).toEqual([{ state: "OPEN", reason: null }]);
  });
});
