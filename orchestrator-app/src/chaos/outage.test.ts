import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { judgeHub, quieten } from "./judge-hub.fixture.ts";
import { twoLegFiles, virtualHub } from "./virtual-hub.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase, 120_000);

test("GitHub is away for ten minutes in the middle of runs: afterwards each push has one run that is done", async () => {
  await using hub = await virtualHub();
  const { github, app } = hub;
  const repository = github.createRepository({ name: "acme/os", ownerType: "Organization" });
  github.installApp(app, "acme");
  const push = (text: string) => github.push(repository, { author: "ada", files: { "one.yaml": text } });
  github.push(repository, { author: "ada", files: twoLegFiles });
  await hub.round();
  await hub.round();

  const gone = github.now();
  github.plan([
    { on: "delivery", do: "fail" },
    { on: "request", do: "refuse" },
  ]);
  const commits = ["a", "b", "c"].map((name) => push(`ref: os/${name}\nsuite: trixie\n`));
  while (github.now() < gone + 600_000) {
    await hub.round();
    for (const { id, status } of repository.jobs.values())
      if (status === "in_progress") github.finishJob(repository, id, "success");
  }
  expect(await hub.database.queries.selectFrom("run").select("id").execute()).toHaveLength(1);
  github.plan([]);
  await quieten(hub, [repository]);

  await judgeHub(hub, [repository]);
  const runs = await hub.database.queries.selectFrom("run").select(["sha", "state"]).execute();
  expect(runs.map(({ state }) => state)).toEqual(["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"]);
  expect(runs.map(({ sha }) => sha)).toEqual(expect.arrayContaining(commits));
  const names = (sha: string) =>
    [...repository.checkRuns.values()]
      .filter(({ headSha, conclusion }) => headSha === sha && conclusion === "success")
      .map(({ name }) => name)
      .toSorted();
  for (const sha of commits) {
    expect(names(sha)).toEqual(["debootc", "debootc: assemble", "debootc: one/amd64", "debootc: two/amd64"]);
  }
}, 120_000);
