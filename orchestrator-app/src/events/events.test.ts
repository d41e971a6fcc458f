import { commentRequestSchema } from "@debootc/core/comment-command/comment-request";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import {
  assign,
  hubScene,
  planned,
  plannedRun,
  report,
  sha,
  statesOf,
  twoLegs,
} from "../runs/scene.fixture.ts";
import { approveRun } from "../runs/steer.ts";
import { commentOf, deliver, ofRepository, pullRequestOf, pushOf } from "./deliver.fixture.ts";

async function runs({ queries }: Database) {
  return queries.selectFrom("run").selectAll().orderBy("id").execute();
}

async function repository({ queries }: Database, id = 1) {
  return queries.selectFrom("repository").selectAll().where("id", "=", id).executeTakeFirst();
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
    expect(await deliver(hub, "push", pushOf({ ref: "refs/notes/x" }))).toContain(
      "neither a branch nor a tag",
    );
    const tree = pushOf({ ref: "refs/tags/tree", head_commit: null });
    expect(await deliver(hub, "push", tree)).toBe("ignored: refs/tags/tree names no commit");
    expect(await runs(hub)).toEqual([]);
  });
});

describe("a pull request", () => {
  test("is built with the configuration of its base, its newest commit in place of the ones before", async () => {
    const hub = await hubScene();

    await deliver(hub, "pull_request", pullRequestOf("opened", sha));
    expect(await deliver(hub, "pull_request", pullRequestOf("synchronize", other))).toBe(
      "started run 2, canceled 1 of earlier commits",
    );
    expect(await runs(hub)).toMatchObject([
      { state: "CANCELED", sha, config_sha: "b".repeat(40), pull_request: 7, ref: "refs/pull/7/head" },
      { state: "PLANNING", sha: other, is_fork: false },
    ]);
  });

  test.each([2, null])("of a fork waits for its approval, also when the fork is gone: %s", async (from) => {
    const hub = await hubScene();

    await deliver(hub, "pull_request", pullRequestOf("opened", sha, from));
    expect(await runs(hub)).toMatchObject([{ state: "WAITING", is_fork: true, config_sha: "b".repeat(40) }]);
  });

  test("cancels its runs when it is closed, and no others", async () => {
    const hub = await hubScene();
    await deliver(hub, "push", pushOf());
    await deliver(hub, "pull_request", pullRequestOf("opened", sha));

    expect(await deliver(hub, "pull_request", pullRequestOf("closed", sha))).toBe("1 runs canceled");
    expect(await runs(hub)).toMatchObject([{ state: "PLANNING" }, { state: "CANCELED" }]);
    await deliver(hub, "pull_request", pullRequestOf("reopened", sha));
    expect(await runs(hub)).toHaveLength(3);
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

  test("lets its task or its run be tried again or canceled, and says when there is nothing to do", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await hub.queries.updateTable("task").set({ check_run_id: 100 }).execute();
    await hub.queries.updateTable("run").set({ check_run_id: 200 }).execute();

    expect(await deliver(hub, "check_run", checkOf(100))).toContain("no change: task 1 is FREE");
    await deliver(hub, "check_run", checkOf(100, "requested_action", "cancel"));
    expect(await statesOf(hub, run)).toEqual({ run: "CANCELED", one: "CANCELED" });
    expect(await deliver(hub, "check_run", checkOf(200))).toBe("retry of run 1");
    expect(await statesOf(hub, run)).toEqual({ run: "OPEN", one: "FREE" });
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

describe("a check suite", () => {
  const suite = { ...ofRepository(), action: "rerequested", check_suite: { head_sha: sha } };

  test("that is asked for again builds a completed commit anew, once", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub, [planned("one")]);
    await assign(hub);
    await report(hub, "one", { status: "completed", conclusion: "success" });

    expect(await deliver(hub, "check_suite", suite)).toBe(`started run 2 like run ${run}`);
    expect(await deliver(hub, "check_suite", suite)).toBe("no change: run 2 is PLANNING");
  });

  test("that is asked for again lets a fork's commit wait for its approval as before", async () => {
    const hub = await hubScene();
    await deliver(hub, "pull_request", pullRequestOf("opened", sha, 2));
    await deliver(hub, "pull_request", pullRequestOf("closed", sha, 2));

    expect(await deliver(hub, "check_suite", suite)).toBe("retry of run 1");
    expect(await runs(hub)).toMatchObject([{ state: "WAITING" }]);
    const cause = { cause: "test", actor: "ada", at: new Date() };
    await hub.queries.transaction().execute((trx) => approveRun(trx, 1, sha, cause));
    expect(await runs(hub)).toMatchObject([{ state: "PLANNING", approved_sha: sha }]);
  });
});

describe("an installation", () => {
  const installed = (action: string, time = "2026-11-30T12:00:00Z") => ({
    action,
    installation: {
      id: 9,
      account: { login: "initech", type: "Organization" },
      permissions: { checks: "write" },
      updated_at: time,
    },
    repositories: [{ id: 90, full_name: "initech/os", private: true }],
    sender: { login: "ada" },
  });

  test("is followed with its repositories, whose branch is known from their first event", async () => {
    const hub = await hubScene();

    expect(await deliver(hub, "installation", installed("created"))).toContain("with 1 repositories");
    expect(await repository(hub, 90)).toMatchObject({
      default_branch: "HEAD",
      state: "active",
      private: true,
    });
    const push = pushOf({
      ...ofRepository({
        id: 90,
        full_name: "initech/os",
        default_branch: "trunk",
        owner: { login: "initech" },
      }),
      installation: { id: 9 },
    });
    expect(await deliver(hub, "push", push)).toBe("started run 1");
    expect(await repository(hub, 90)).toMatchObject({ default_branch: "trunk", private: false });
  });

  test("is as its newest event says, in whichever order they come, and removed for good", async () => {
    const hub = await hubScene();
    await deliver(hub, "installation", installed("created"));
    const state = async () => {
      const row = await hub.queries
        .selectFrom("installation")
        .select("state")
        .where("id", "=", 9)
        .executeTakeFirst();
      return row?.state;
    };

    await deliver(hub, "installation", installed("unsuspend", "2026-11-30T12:09:00Z"));
    await deliver(hub, "installation", installed("suspend", "2026-11-30T12:05:00Z"));
    expect(await state()).toBe("active");
    await deliver(hub, "installation", installed("suspend", "2026-11-30T12:10:00Z"));
    expect(await state()).toBe("suspended");
    await deliver(hub, "installation", installed("deleted"));
    await deliver(hub, "installation", installed("created", "2026-11-30T12:20:00Z"));
    expect(await state()).toBe("removed");
    expect(await repository(hub, 90)).toMatchObject({ state: "removed" });
  });

  test("that is removed cancels its runs, and GitHub is told nothing more", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub);
    await assign(hub);

    const gone = { ...installed("deleted"), installation: { ...installed("").installation, id: 1 } };
    expect(await deliver(hub, "installation", gone)).toContain("2 repositories, 1 runs canceled");
    expect(await statesOf(hub, run)).toMatchObject({ run: "CANCELED", assemble: "CANCELED" });
    expect(await hub.queries.selectFrom("outgoing").selectAll().execute()).toEqual([]);
    expect(await deliver(hub, "push", pushOf())).toBe("ignored: the App was removed from acme/os");
  });

  test("that is not known becomes known by an event of one of its repositories", async () => {
    const hub = await hubScene();

    const names = ofRepository({ id: 50, full_name: "new/os", owner: { login: "new", type: "User" } });
    expect(await deliver(hub, "push", pushOf({ ...names, installation: { id: 5 } }))).toBe("started run 1");
    expect(await repository(hub, 50)).toMatchObject({ installation_id: 5, full_name: "new/os" });
  });

  test("gains and loses repositories", async () => {
    const hub = await hubScene();
    const changed = {
      installation: { ...installed("").installation, id: 1 },
      repositories_added: [{ id: 3, full_name: "acme/third", private: false }],
      repositories_removed: [{ id: 1, full_name: "acme/os" }],
      sender: { login: "ada" },
    };

    expect(await deliver(hub, "installation_repositories", changed)).toContain(
      "1 repositories added, 1 removed",
    );
    expect(await repository(hub, 1)).toMatchObject({ state: "removed" });
    expect(await repository(hub, 3)).toMatchObject({ state: "active" });
    const back = {
      ...changed,
      repositories_added: [{ id: 1, full_name: "acme/os", private: false }],
      repositories_removed: [],
    };
    await deliver(hub, "installation_repositories", back);
    expect(await repository(hub, 1)).toMatchObject({ state: "active", default_branch: "main" });
  });

  test("whose account is renamed has repositories of the new name", async () => {
    const hub = await hubScene();

    const renamed = { action: "renamed", account: { login: "newco" }, installation: { id: 1 } };
    expect(await deliver(hub, "installation_target", renamed)).toBe("renamed to newco: 2 repositories");
    expect(await repository(hub, 2)).toMatchObject({ full_name: "newco/fleet" });
  });
});

describe("a repository", () => {
  const repositoryOf = (action: string, changes: object) => ({ ...ofRepository(changes), action });

  test("is followed when it is renamed, and an older event does not name it back", async () => {
    const hub = await hubScene();

    const later = { full_name: "acme/better", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", later));
    await deliver(hub, "push", pushOf());
    expect(await repository(hub)).toMatchObject({ full_name: "acme/better" });
  });

  test("that takes the name of another one leaves that without a name until its own event comes", async () => {
    const hub = await hubScene();

    const taken = { full_name: "Acme/Fleet", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", taken));
    expect(await repository(hub, 2)).toMatchObject({ full_name: "unknown/2" });
    const own = { id: 2, full_name: "acme/old-fleet", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", own));
    expect(await repository(hub, 2)).toMatchObject({ full_name: "acme/old-fleet" });
  });

  test.each([
    ["archived", { archived: true }, "archived"],
    ["deleted", {}, "removed"],
    ["transferred", { full_name: "else/os", owner: { login: "else" } }, "removed"],
  ])("that is %s has its runs canceled", async (action, changes, state) => {
    const hub = await hubScene();
    const run = await plannedRun(hub);

    await deliver(hub, "repository", repositoryOf(action, changes));
    expect(await repository(hub)).toMatchObject({ state });
    expect(await statesOf(hub, run)).toMatchObject({ run: "CANCELED" });
    expect(await deliver(hub, "push", pushOf(ofRepository(changes)))).toMatch(/^ignored/);
  });

  test("that is transferred to another installation goes on there", async () => {
    const hub = await hubScene();

    const moved = repositoryOf("transferred", {
      full_name: "else/os",
      owner: { login: "else", type: "User" },
    });
    await deliver(hub, "repository", { ...moved, installation: { id: 4 } });
    expect(await repository(hub)).toMatchObject({
      installation_id: 4,
      full_name: "else/os",
      state: "active",
    });
    expect(await deliver(hub, "push", pushOf())).toBe("ignored: another installation has acme/os now");
  });

  test("is private as long as its events say so, and active again after it was archived", async () => {
    const hub = await hubScene();

    await deliver(hub, "repository", repositoryOf("privatized", { private: true }));
    await deliver(hub, "repository", repositoryOf("archived", { private: true, archived: true }));
    await deliver(hub, "repository", repositoryOf("unarchived", { private: true }));
    expect(await repository(hub)).toMatchObject({ private: true, state: "active" });
  });
});
