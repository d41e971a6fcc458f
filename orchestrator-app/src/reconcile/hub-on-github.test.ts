import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { statesOf } from "../runs/scene.fixture.ts";
import { want } from "../store/outgoing.ts";
import { githubScene } from "./github-scene.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

type Scene = Awaited<ReturnType<typeof githubScene>>;

/** Ends all jobs of GitHub that are not over. */
function finishJobs({ github, repository }: Scene, conclusion: "success" | "failure" = "success") {
  for (const { id, status } of repository.jobs.values())
    if (status !== "completed") github.finishJob(repository, id, conclusion);
}

function look({ checks }: Scene) {
  return Object.fromEntries(checks().map(({ name, status, conclusion }) => [name, conclusion ?? status]));
}

describe("a push", () => {
  test("leads to one dispatch for all legs, then to another for joining them, and to check runs", async () => {
    await using scene = await githubScene();
    const { github, run, start, database } = scene;
    const { id } = await start();
    await run(20);
    expect(github.ledger.dispatches).toHaveLength(1);
    expect(look(scene)).toMatchObject({ debootc: "in_progress" });

    finishJobs(scene);
    await run(120);
    expect(github.ledger.dispatches).toHaveLength(2);
    finishJobs(scene);
    await run(120);

    expect(await statesOf(database, id)).toEqual({
      ...{ run: "COMPLETED", "a/amd64": "COMPLETED", "b/amd64": "COMPLETED", assemble: "COMPLETED" },
    });
    expect(look(scene)).toEqual({
      ...{ debootc: "success", "debootc: a/amd64": "success", "debootc: b/amd64": "success" },
      "debootc: assemble": "success",
    });
    const { compose_id } = await database.queries
      .selectFrom("run")
      .select("compose_id")
      .executeTakeFirstOrThrow();
    expect(compose_id).toMatch(/^os-13-\d{8}\.d\.0$/);
    const schedules = await database.queries.selectFrom("schedule").select("name").execute();
    expect(schedules).toEqual([{ name: "nightly" }]);
  });

  test("of some variants only has their legs, and one that chooses none fails with what there is", async () => {
    await using scene = await githubScene();
    const { run, start, database } = scene;
    const { id } = await start({ cause: "api", causeKey: "one", choice: { variants: ["b"] } });
    const none = await start({ cause: "api", causeKey: "none", choice: { arches: ["arm64"] } });
    await run(20);
    expect(await statesOf(database, id)).toEqual({ run: "OPEN", "b/amd64": "ASSIGNED" });
    const { failure } = await database.queries
      .selectFrom("run")
      .select("failure")
      .where("id", "=", none.id)
      .executeTakeFirstOrThrow();
    expect(failure?.message).toBe('there is no leg on the architecture "arm64"; there is amd64');
  });

  test("starts nothing twice when replies are lost, and makes no second check run", async () => {
    await using scene = await githubScene();
    const { github, run, start, checks } = scene;
    await start();
    github.plan([
      { on: "request", do: "lose-reply", operation: "actions/create-workflow-dispatch", times: 1 },
      { on: "request", do: "lose-reply", operation: "checks/create", times: 2 },
    ]);
    await run(200);

    expect(github.ledger.dispatches).toHaveLength(1);
    const names = checks().map(({ name }) => name);
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(names).toHaveLength(4);
  });

  test("is planned once GitHub answers again, and waits out a limit", async () => {
    await using scene = await githubScene();
    const { github, run, start, database } = scene;
    const { id } = await start();
    github.plan([
      { on: "request", do: "answer", operation: "repos/get-content", status: 502, times: 2 },
      {
        on: "request",
        do: "answer",
        operation: "repos/get-content",
        status: 429,
        retryAfter: 30,
        skip: 3,
        times: 1,
      },
    ]);
    await run(120);

    expect(await statesOf(database, id)).toMatchObject({ run: "OPEN" });
    expect(github.ledger.dispatches).toHaveLength(1);
  });

  test("with errors in its files fails at once, with all of them at their lines", async () => {
    await using scene = await githubScene({
      "treefiles/base.yaml": "suite: trixie\npakages: [systemd]\nmirror: 1\n",
    });
    const { run, start, database, checks } = scene;
    const { id } = await start();
    await run(20);

    expect(await statesOf(database, id)).toEqual({ run: "FAILED" });
    const [check] = checks();
    expect(check).toMatchObject({ name: "debootc", conclusion: "failure" });
    expect(check?.annotations).toMatchObject([
      { path: "treefiles/base.yaml", start_line: 2, annotation_level: "failure" },
      { path: "treefiles/base.yaml", start_line: 3 },
    ]);
    expect(check?.actions.map(({ identifier }) => identifier)).toEqual(["retry"]);
  });

  test("that the file does not want starts nothing and shows nothing", async () => {
    await using scene = await githubScene();
    const { run, start, database, checks } = scene;
    await start({ ref: "refs/heads/other" });
    await run(20);
    const [row] = await database.queries.selectFrom("run").select(["state", "reason"]).execute();

    expect(row).toEqual({ state: "SKIPPED", reason: "`on.push.branches` does not match other: main" });
    expect(checks()).toEqual([]);
  });

  test("whose workflow GitHub does not know fails as a configuration, with what to do next", async () => {
    await using scene = await githubScene({ ".github/debootc.yml": "workflow: other.yml\n" });
    const { run, start, database } = scene;
    const { id } = await start();
    await run(60);

    expect(await statesOf(database, id)).toMatchObject({ run: "FAILED", "a/amd64": "FAILED" });
    const task = await database.queries
      .selectFrom("task")
      .select("failure")
      .where("name", "=", "a/amd64")
      .executeTakeFirstOrThrow();
    expect(task.failure).toMatchObject({ code: "workflow-invalid", class: "configuration" });
  });
});

describe("a repository whose name another one has taken, and whose own event is still to come", () => {
  test("is not taken for one without files, runs and runners, and goes on where it was", async () => {
    await using scene = await githubScene();
    const { run, start, database, repository, hub, github } = scene;
    const { id } = await start();
    await run(20);
    const again = await start({ causeKey: "again" });
    const named = (full_name: string) =>
      database.queries.updateTable("repository").set({ full_name }).where("id", "=", repository.id).execute();
    await named(`unknown/${repository.id}`);
    await hub.plan();
    await hub.assign();
    await hub.send();
    await github.advance(200_000);
    await expect(hub.reconcile()).rejects.toMatchObject({ code: "github-unreachable" });
    expect(await statesOf(database, id)).toMatchObject({ run: "OPEN", "a/amd64": "ASSIGNED" });
    expect(await statesOf(database, again.id)).toEqual({ run: "PLANNING" });
    expect(await database.queries.selectFrom("schedule").select("name").execute()).toHaveLength(1);

    await named("acme/os");
    await run(60);
    expect(await statesOf(database, again.id)).toMatchObject({ run: "OPEN" });
    expect(github.ledger.dispatches).toHaveLength(2);
  });
});

describe("a job that failed", () => {
  async function failing({ github, repository, run, start, database }: Scene, log: string) {
    const { id } = await start();
    await run(20);
    for (const job of repository.jobs.values()) github.finishJob(repository, job.id, "failure", log);
    const failures = async () => {
      const tasks = database.queries.selectFrom("task").select(["state", "failure"]);
      return tasks.where("run_id", "=", id).where("kind", "=", "leg").orderBy("position").execute();
    };
    return { id, failures };
  }

  test("is tried again if an action says that the infrastructure failed, and else never, in its words", async () => {
    await using scene = await githubScene();
    const { failures } = await failing(
      scene,
      "a log\n::error title=debootc%3A mirror-unreachable (infrastructure)::no answer%0Ahint: Wait.\n",
    );
    await scene.run(200);
    expect(scene.github.ledger.dispatches.length).toBeGreaterThan(1);
    expect((await failures())[0]?.failure).toEqual({
      ...{ code: "mirror-unreachable", class: "infrastructure", message: "no answer", hint: "Wait." },
    });

    await using other = await githubScene();
    const unmet = await failing(other, "::error title=debootc%3A dependency-unmet (dependency)::no libx\n");
    await other.run(200);
    expect(other.github.ledger.dispatches).toHaveLength(1);
    expect(await unmet.failures()).toMatchObject([
      { state: "FAILED", failure: { code: "dependency-unmet", class: "dependency", message: "no libx" } },
      { state: "FAILED" },
    ]);
  });

  test("and says nothing counts as a package's fault", async () => {
    await using scene = await githubScene();
    const { failures } = await failing(scene, "make: *** [all] Error 2\n");
    await scene.run(120);

    expect((await failures())[0]).toMatchObject({ state: "FAILED", failure: { code: "job-failed" } });
  });

  test("waits for GitHub's word as long as GitHub may be down for, and not for ever", async () => {
    await using scene = await githubScene();
    const { github, run } = scene;
    const operation = "checks/list-annotations";
    github.plan([{ on: "request", do: "answer", operation, status: 502 }]);
    const { failures } = await failing(scene, "");
    await run(240);
    expect((await failures())[0]).toMatchObject({ state: "ASSIGNED", failure: null });
    await run(1200);
    expect((await failures())[0]).toMatchObject({ state: "FAILED", failure: { code: "job-failed" } });
  });
});

describe("a comment", () => {
  async function comment({ github, repository, database, hub, clock }: Scene, author: string, verb: string) {
    const pull = [...repository.pulls.values()][0];
    const { id, reactions } = github.comment(repository, pull?.number ?? 0, author, `/debootc ${verb}`);
    const detail = {
      ...{ commentId: id, pullRequest: pull?.number, actor: author, delivery: `d${id}` },
      asked: { command: { verb } },
    };
    const key = `reaction:${id}`;
    await want(database.queries, [{ key, kind: "reaction", repositoryId: repository.id, detail }], clock());
    await hub.send();
    return reactions.map(({ content }) => content);
  }

  test("is done for who may write, once, and for nobody else", async () => {
    await using scene = await githubScene();
    const { github, repository, run, database } = scene;
    github.push(repository, {
      author: "ada",
      branch: "topic",
      files: { "treefiles/a.yaml": "include: base.yaml\nref: os/c\n" },
    });
    github.openPullRequest(repository, { author: "ada", branch: "topic" });

    expect(await comment(scene, "guest", "build")).toEqual(["-1"]);
    expect(await database.queries.selectFrom("run").select("id").execute()).toEqual([]);
    expect(await comment(scene, "ada", "build")).toEqual(["+1"]);
    await run(40);
    const runs = await database.queries.selectFrom("run").select(["id", "state", "cause"]).execute();
    expect(runs).toMatchObject([{ state: "OPEN", cause: "comment" }]);
    // The run is dispatched by the workflow of the default branch.
    expect(github.ledger.dispatches).toMatchObject([{ ref: "main" }]);

    expect(await comment(scene, "ada", "cancel")).toEqual(["+1"]);
    expect(await statesOf(database, runs[0]?.id ?? 0)).toMatchObject({ run: "CANCELED" });
    expect(await comment(scene, "ada", "cancel")).toEqual(["confused"]);
    await run(120);
    const sticky = [...repository.comments.values()].filter(({ body }) =>
      body.includes("debootc:pull-request:"),
    );
    expect(sticky).toHaveLength(1);
    expect([...repository.runs.values()].map(({ conclusion }) => conclusion)).toEqual(["cancelled"]);
  });
});
