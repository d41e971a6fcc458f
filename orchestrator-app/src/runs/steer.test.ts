import { expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { hasAttempts } from "./cancel-dispatches.ts";
import { endOverdue } from "./end-overdue.ts";
import {
  after,
  asked,
  assign,
  hubScene,
  planned,
  plannedRun,
  report,
  sha,
  start,
  statesOf,
} from "./scene.fixture.ts";
import { startRun } from "./start-run.ts";
import { approveRun, cancelRun, cancelTask, prioritiseRun, retryRun, retryTask } from "./steer.ts";

const cause = { cause: "test", actor: "ada", at: start };

async function taskId({ queries }: Database, name: string): Promise<number> {
  const { id } = await queries
    .selectFrom("task")
    .select("id")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return id;
}

async function outgoing({ queries }: Database): Promise<string[]> {
  const rows = await queries
    .selectFrom("outgoing")
    .select("key")
    .orderBy("importance")
    .orderBy("key")
    .execute();
  return rows.map(({ key }) => key.replace(/-w\d+$/, "-*"));
}

test("a run that is canceled is canceled on GitHub too, and what comes late of it changes nothing", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub);
  await assign(hub);

  await cancelRun(hub.queries, run, cause);

  expect(await statesOf(hub, run)).toEqual({
    run: "CANCELED",
    "minimal/amd64": "CANCELED",
    "server/amd64": "CANCELED",
    assemble: "CANCELED",
  });
  expect(await outgoing(hub)).toEqual([
    "cancel:1-*",
    "check-run:1",
    "dispatch:1-*",
    "check-task:1",
    "check-task:2",
    "check-task:3",
  ]);
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  expect(await statesOf(hub, run)).toMatchObject({ "minimal/amd64": "CANCELED" });
  await expect(cancelRun(hub.queries, run, cause)).rejects.toMatchObject({ code: "state-conflict" });
});

test("a task that is canceled takes along what needs it, and leaves the others of its dispatch alone", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub);
  await assign(hub);
  await cancelTask(hub.queries, await taskId(hub, "server/amd64"), cause);

  expect(await statesOf(hub, run)).toMatchObject({
    run: "OPEN",
    "minimal/amd64": "ASSIGNED",
    "server/amd64": "CANCELED",
    assemble: "CANCELED",
  });
  const { id } = await hub.queries.selectFrom("dispatch").select("id").executeTakeFirstOrThrow();
  expect(await hasAttempts(hub.queries, id)).toBe(true);
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  expect(await hasAttempts(hub.queries, id)).toBe(false);
});

test("a task that is tried again brings back what was canceled for its sake, and only that", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub);
  await assign(hub);
  await report(hub, "server/amd64", { status: "completed", conclusion: "failure" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });

  expect(await retryTask(hub.queries, await taskId(hub, "server/amd64"), cause)).toBe(2);
  expect(await statesOf(hub, run)).toEqual({
    run: "OPEN",
    "minimal/amd64": "COMPLETED",
    "server/amd64": "FREE",
    assemble: "FREE",
  });
  await expect(retryTask(hub.queries, await taskId(hub, "minimal/amd64"), cause)).rejects.toThrow(
    "task 1 is COMPLETED: only one that failed or was canceled is tried again",
  );
});

test("whoever tries a task again grants it attempts anew", async () => {
  const hub = await hubScene();
  await plannedRun(hub, [planned("one/amd64", { maxAttempts: 1 })]);
  await assign(hub);
  await report(hub, "one/amd64", { status: "completed", conclusion: "failure", runner: null });
  expect(await statesOf(hub, 1)).toEqual({ run: "FAILED", "one/amd64": "FAILED" });

  expect(await retryRun(hub.queries, 1, cause)).toBe(1);
  expect(await assign(hub)).toBe(1);
  expect(await statesOf(hub, 1)).toEqual({ run: "OPEN", "one/amd64": "ASSIGNED" });
});

test("a fork's commit is planned only after somebody approved this very commit", async () => {
  const hub = await hubScene();
  const { id } = await startRun(hub.queries, asked({ cause: "pull_request", isFork: true, pullRequest: 3 }));
  expect(await statesOf(hub, id)).toEqual({ run: "WAITING" });

  await expect(approveRun(hub.queries, id, "b".repeat(40), cause)).rejects.toThrow(
    `run ${id} is of commit ${sha}, not ${"b".repeat(40)}: nothing was approved`,
  );
  await expect(approveRun(hub.queries, id, sha.slice(0, 7), cause)).rejects.toMatchObject({
    code: "state-conflict",
  });
  await approveRun(hub.queries, id, sha, cause);
  expect(await statesOf(hub, id)).toEqual({ run: "PLANNING" });
});

test("the database itself refuses tasks of a fork's commit that nobody approved", async () => {
  const hub = await hubScene();
  const { id } = await startRun(hub.queries, asked({ isFork: true }));

  await expect(
    hub.queries.updateTable("run").set({ state: "OPEN" }).where("id", "=", id).execute(),
  ).rejects.toThrow("violates check constraint");
});

test("the database itself refuses a move that the table of states does not have", async () => {
  const hub = await hubScene();
  await plannedRun(hub, [planned("one/amd64")]);

  await expect(
    hub.queries.updateTable("task").set({ state: "RUNNING", attempt: 1 }).execute(),
  ).rejects.toThrow("task 1 cannot move from FREE to RUNNING");
  await expect(hub.queries.updateTable("change").set({ actor: "eve" }).execute()).rejects.toThrow(
    "a recorded change is never changed",
  );
});

test("the same cause starts one run, however often it is handled", async () => {
  const hub = await hubScene();
  const once = asked();

  expect(await startRun(hub.queries, once)).toEqual({ id: 1, isNew: true });
  expect(await startRun(hub.queries, once)).toEqual({ id: 1, isNew: false });
});

test("a run with a higher priority is assigned first where there is no room for all", async () => {
  const hub = await hubScene();
  await plannedRun(hub, [planned("one/amd64")]);
  const urgent = await plannedRun(hub, [planned("two/amd64")]);
  await prioritiseRun(hub.queries, urgent, 50, cause);

  expect(await assign(hub, start, 1)).toBe(1);
  expect(await statesOf(hub, urgent)).toEqual({ run: "OPEN", "two/amd64": "ASSIGNED" });
});

test("what runs longer than it may fails as a time-out, and what no runner takes is tried again", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("slow/amd64"), planned("lost/amd64")]);
  await assign(hub);
  await report(hub, "slow/amd64", { status: "in_progress" });

  expect(await endOverdue(hub, after(3599))).toBe(0);
  expect(await endOverdue(hub, after(3600))).toBe(1);
  expect(await endOverdue(hub, after(6 * 3600))).toBe(1);
  expect(await statesOf(hub, run)).toEqual({ run: "OPEN", "slow/amd64": "FAILED", "lost/amd64": "FREE" });
});

test("a task of the fleet waits for a host nearly as long as GitHub keeps its job, and then names the hosts", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("busy/amd64", { onFleet: true, maxAttempts: 1 })]);
  await assign(hub);

  expect(await endOverdue(hub, after(23 * 3600 - 1))).toBe(0);
  expect(await endOverdue(hub, after(23 * 3600))).toBe(1);
  expect(await statesOf(hub, run)).toEqual({ run: "FAILED", "busy/amd64": "FAILED" });
  const { failure } = await hub.queries.selectFrom("task").select("failure").executeTakeFirstOrThrow();
  expect(failure).toMatchObject({ message: "no runner took the job within 23 hours" });
  expect(failure?.hint).toMatch(/orchestrator why 1` .* orchestrator hosts`/);
});

test("nothing is assigned while an installation is suspended", async () => {
  const hub = await hubScene();
  await plannedRun(hub);
  await hub.queries.updateTable("installation").set({ state: "suspended" }).execute();

  expect(await assign(hub)).toBe(0);
});

test.each(["archived", "removed"] as const)(
  "nothing of a repository that is %s is tried again",
  async (state) => {
    const hub = await hubScene();
    const run = await plannedRun(hub);
    await cancelRun(hub.queries, run, cause);
    await hub.queries.updateTable("repository").set({ state }).where("id", "=", 1).execute();
    const refusal = {
      code: "state-conflict",
      message: `run ${run} cannot go on: the repository acme/os is ${state}`,
    };

    await expect(retryRun(hub.queries, run, cause)).rejects.toMatchObject(refusal);
    const task = await taskId(hub, "minimal/amd64");
    await expect(retryTask(hub.queries, task, cause)).rejects.toMatchObject(refusal);
    expect(await statesOf(hub, run)).toMatchObject({ run: "CANCELED", "minimal/amd64": "CANCELED" });
  },
);
