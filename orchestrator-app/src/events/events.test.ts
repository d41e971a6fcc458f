import { commentRequestSchema } from "@debootc/core/comment-command/comment-request";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import {
  after,
  assign,
  hubScene,
  planned,
  plannedRun,
  sha,
  statesOf,
  twoLegs,
} from "../runs/scene.fixture.ts";
import { cancelRun } from "../runs/steer.ts";
import { commentOf, commitOf, deliver, ofRepository, pushOf } from "./deliver.fixture.ts";

async function runs({ queries }: Database) {
  return queries.selectFrom("run").selectAll().orderBy("id").execute();
}

const other = "e".repeat(40);

describe("a push", () => {
  test("to a branch starts one run, however often it is delivered", async () => {
    const hub = await hubScene();

    expect(await deliver(hub, "push", pushOf(), "same")).toBe("started run 1");
    expect(await deliver(hub, "push", pushOf(), "same")).toBe("no change: run 1 was started before");
    const commit = pushOf().after;
    expect(await runs(hub)).toMatchObject([
      {
        cause: "push",
        ref: "refs/heads/main",
        sha: commit,
        config_sha: commit,
        actor: "ada",
        is_fork: false,
      },
    ]);
  });

  test("of the default branch that changes nothing but locks is the update of an archive", async () => {
    const hub = await hubScene();
    const lock = "treefiles/compose.server.lock.json";
    const pushes = [
      { commits: [commitOf(lock), commitOf("a.lock.json")] },
      { commits: [commitOf(lock), commitOf("treefiles/server.yaml")] },
      { commits: [commitOf(lock)], forced: true },
      { commits: [commitOf(lock)], ref: "refs/heads/debootc/locks" },
      { commits: [commitOf()] },
    ];
    for (const changes of pushes) await deliver(hub, "push", pushOf(changes));
    expect((await runs(hub)).map(({ cause }) => cause)).toEqual(["archive", "push", "push", "push", "push"]);
  });

  test("of nobody in particular starts a run as any other", async () => {
    const hub = await hubScene();
    const { sender: _, ...anonymous } = pushOf();

    await deliver(hub, "push", anonymous);
    expect(await runs(hub)).toMatchObject([{ cause: "push", actor: "ghost" }]);
  });

  test("of an annotated tag starts a run of the commit that it names", async () => {
    const hub = await hubScene();

    await deliver(hub, "push", pushOf({ ref: "refs/tags/v1", after: other, head_commit: { id: sha } }));
    expect(await runs(hub)).toMatchObject([{ cause: "tag", ref: "refs/tags/v1", sha }]);
  });

  test("that deletes, of notes, or of a tag without a commit starts none", async () => {
    const hub = await hubScene();

    const zeros = "0".repeat(40);
    const deletion = pushOf({ deleted: true, after: zeros, head_commit: null });
    expect(await deliver(hub, "push", deletion)).toBe("ignored: refs/heads/main was deleted");
    const gone = pushOf({ after: zeros, head_commit: null });
    expect(await deliver(hub, "push", gone)).toBe("ignored: refs/heads/main was deleted");
    expect(await deliver(hub, "push", pushOf({ ref: "refs/notes/x" }))).toContain(
      "neither a branch nor a tag",
    );
    const tree = pushOf({ ref: "refs/tags/tree", head_commit: null });
    expect(await deliver(hub, "push", tree)).toBe("ignored: refs/tags/tree names no commit");
    expect(await runs(hub)).toEqual([]);
  });
});

describe("a comment", () => {
  test("with a command is kept for whoever asks GitHub for the permission of its author", async () => {
    const hub = await hubScene();

    expect(await deliver(hub, "issue_comment", commentOf("/debootc priority 5"), "c1")).toBe(
      "asked for priority",
    );
    const [row] = await hub.queries.selectFrom("outgoing").selectAll().execute();
    expect(row).toMatchObject({ key: "reaction:70", kind: "reaction", repository_id: 1 });
    expect(commentRequestSchema.parse(row?.detail)).toEqual({
      commentId: 70,
      pullRequest: 7,
      actor: "ada",
      delivery: "c1",
      asked: { command: { verb: "priority", priority: 5 } },
    });
  });

  test.each([
    ["edited", commentOf("/debootc build", { action: "edited" })],
    ["on an issue", commentOf("/debootc build", { issue: { number: 7 } })],
    [
      "by a bot",
      commentOf("/debootc build", {
        comment: { id: 1, body: "/debootc build", user: { login: "x[bot]", type: "Bot" } },
      }),
    ],
    ["without a command", commentOf("looks good")],
    ["without text", commentOf("", { comment: { id: 1, body: null, user: null } })],
  ])("that is %s asks for nothing", async (_, payload) => {
    const hub = await hubScene();

    expect(await deliver(hub, "issue_comment", payload)).toMatch(/^ignored: /);
    expect(await hub.queries.selectFrom("outgoing").selectAll().execute()).toEqual([]);
  });
});

const elsewhere = ofRepository({ id: 2, full_name: "acme/fleet" });

describe("a job", () => {
  const jobOf = (label: string, changes: object = {}, action = "in_progress") => ({
    ...ofRepository(),
    action,
    workflow_job: {
      ...{ id: 5, run_id: 50, name: "one", labels: [label], conclusion: null, runner_name: "r1" },
      ...changes,
    },
  });

  test("moves the task that it was made for, as far as its events tell", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await assign(hub);
    const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();

    expect(await deliver(hub, "workflow_job", jobOf("ubuntu-24.04"))).toBe("ignored: no task has this job");
    expect(await deliver(hub, "workflow_job", jobOf(label))).toBe("task 1: ASSIGNED -> RUNNING");
    await deliver(hub, "workflow_job", jobOf(label, { conclusion: "success" }, "completed"));
    expect(await statesOf(hub, run)).toEqual({ run: "COMPLETED", one: "COMPLETED" });
  });

  test("of another repository that has copied a label means nothing to the task of that label", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await assign(hub);
    const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();
    const copy = { ...jobOf(label, { conclusion: "success" }, "completed"), ...elsewhere };

    expect(await deliver(hub, "workflow_job", copy)).toMatch(/^ignored: .* another repository$/);
    expect(await statesOf(hub, run)).toEqual({ run: "OPEN", one: "ASSIGNED" });
    expect(await deliver(hub, "workflow_job", jobOf(label))).toBe("task 1: ASSIGNED -> RUNNING");
  });

  test("that no runner had fails by the infrastructure: GitHub names its runner with an empty text", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await assign(hub);
    const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();

    const lost = { conclusion: "failure", runner_name: "" };
    await deliver(hub, "workflow_job", jobOf(label, lost, "completed"));
    expect(await statesOf(hub, run)).toEqual({ run: "OPEN", one: "FREE" });
  });
});

describe("a run of GitHub", () => {
  const runOf = (title: string, changes: object = {}, action = "requested") => ({
    ...ofRepository(),
    action,
    workflow_run: {
      ...{ id: 50, event: "workflow_dispatch", display_title: title, conclusion: null },
      ...changes,
    },
  });

  test("with the id of a dispatch in its title has that dispatch, and a second one does not", async () => {
    const hub = await hubScene();
    await plannedRun(hub);
    await assign(hub);
    const { id } = await hub.queries.selectFrom("dispatch").select("id").executeTakeFirstOrThrow();

    await deliver(hub, "workflow_run", runOf(`compose ${id}`));
    expect(await deliver(hub, "workflow_run", runOf(`compose ${id}`, { id: 51 }))).toContain("another run");
    expect(await deliver(hub, "workflow_run", runOf("compose 9-nothing", { id: 52 }))).toMatch(/^ignored/);
    const rows = await hub.queries.selectFrom("dispatch").selectAll().execute();
    expect(rows).toMatchObject([{ github_run_id: 50, state: "sent" }]);
  });

  test("of a dispatch that was given up, because its tasks were canceled before a reply came, is canceled", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub);
    await assign(hub);
    const { id } = await hub.queries.selectFrom("dispatch").select("id").executeTakeFirstOrThrow();
    await cancelRun(hub.queries, run, { cause: "test", actor: "ada", at: after(1) });
    await hub.queries.deleteFrom("outgoing").execute();
    await hub.queries.updateTable("dispatch").set({ state: "refused" }).execute();

    expect(await deliver(hub, "workflow_run", runOf(`compose ${id}`))).toContain("it is canceled");
    const wanted = await hub.queries.selectFrom("outgoing").select("key").execute();
    expect(wanted).toEqual([{ key: `cancel:${id}` }]);
    await hub.queries.deleteFrom("outgoing").execute();
    await deliver(hub, "workflow_run", runOf(`compose ${id}`, {}, "in_progress"));
    expect(await hub.queries.selectFrom("outgoing").select("key").execute()).toEqual([]);
  });

  test("that GitHub could not start fails the attempts that wait for its jobs", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, twoLegs);
    await assign(hub);
    const { id } = await hub.queries.selectFrom("dispatch").select("id").executeTakeFirstOrThrow();

    const dead = runOf(`compose ${id}`, { conclusion: "startup_failure" }, "completed");
    expect(await deliver(hub, "workflow_run", dead)).toContain("2 attempts failed");
    expect(await statesOf(hub, run)).toMatchObject({ run: "FAILED", "minimal/amd64": "FAILED" });
  });
});

describe("a check run", () => {
  const checkOf = (id: number, action = "rerequested", identifier?: string) => ({
    ...ofRepository(),
    action,
    check_run: { id },
    ...(identifier === undefined ? {} : { requested_action: { identifier } }),
  });

  test("asks for its task or its run to be tried again or canceled", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await hub.queries.updateTable("task").set({ check_run_id: 100 }).execute();
    await hub.queries.updateTable("run").set({ check_run_id: 200 }).execute();

    expect(await deliver(hub, "check_run", checkOf(100), "b1")).toBe("asked for retry of task 1");
    const cancel = checkOf(200, "requested_action", "cancel");
    expect(await deliver(hub, "check_run", cancel, "b2")).toBe("asked for cancel of run 1");
    expect(await buttons(hub)).toEqual([
      { key: "button:b1:1", detail: { asked: "retry", run, task: 1, actor: "ada", delivery: "b1" } },
      { key: "button:b2:1", detail: { asked: "cancel", run, actor: "ada", delivery: "b2" } },
    ]);
    expect(await deliver(hub, "check_run", checkOf(300))).toMatch(/^ignored: no run/);
    expect(await deliver(hub, "check_run", checkOf(100, "requested_action", "lgtm"))).toMatch(/^ignored/);
  });

  test("of another repository changes nothing", async () => {
    const hub = await hubScene();
    await plannedRun(hub, [planned("one")], { repositoryId: 2 });
    await hub.queries.updateTable("task").set({ check_run_id: 100 }).execute();

    const cancel = checkOf(100, "requested_action", "cancel");
    expect(await deliver(hub, "check_run", cancel)).toMatch(/^ignored: no run/);
  });
});

test("a check suite that is asked for again asks for the newest run of each branch of its commit", async () => {
  const hub = await hubScene();
  const suite = { ...ofRepository(), action: "rerequested", check_suite: { head_sha: sha } };
  for (const ref of ["refs/heads/main", "refs/heads/main", "refs/heads/next"])
    await plannedRun(hub, [planned("one")], { ref });

  expect(await deliver(hub, "check_suite", suite, "s1")).toBe("asked for run 2, run 3 again");
  expect(await buttons(hub)).toMatchObject([
    { key: "button:s1:2", detail: { asked: "again" } },
    { key: "button:s1:3", detail: { asked: "again" } },
  ]);
  expect(await deliver(hub, "check_suite", { ...suite, check_suite: { head_sha: "e".repeat(40) } })).toMatch(
    /^ignored: no run/,
  );
});

/** Returns what buttons ask for. */
async function buttons({ queries }: Database) {
  return queries
    .selectFrom("outgoing")
    .select(["key", "detail"])
    .where("kind", "=", "button")
    .orderBy("key")
    .execute();
}
