import { runStateOf } from "@debootc/core/task/run-state";
import { isActive } from "@debootc/core/task/task-state";
import { DebootcError } from "@debootc/core/error/debootc-error";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database, Queries } from "../database/database.ts";
import { tasksOf } from "../store/move-task.ts";
import { after, assign, hubScene, planned, plannedRun, report, reportUnexplained } from "./scene.fixture.ts";
import { cancelRun, cancelTask, retryRun, retryTask } from "./steer.ts";
import { endOverdue } from "./end-overdue.ts";

const names = ["base", "minimal/amd64", "server/amd64", "edge/arm64", "assemble"] as const;
const plan = [
  planned("base", { kind: "package" }),
  planned("minimal/amd64", { needs: [0] }),
  planned("server/amd64", { needs: [0] }),
  planned("edge/arm64", { required: false }),
  planned("assemble", { kind: "assemble", needs: [1, 2, 3] }),
];

const task = fc.constantFrom(...names);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("assign" as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("report" as const),
      task,
      status: fc.constantFrom("queued" as const, "in_progress" as const, "completed" as const),
      conclusion: fc.constantFrom("success", "failure", "cancelled", "timed_out", "skipped"),
      runner: fc.constantFrom(null, "a-runner"),
      // Late reports come with the labels of earlier attempts.
      back: fc.constantFrom(0, 0, 0, 1),
      // What it failed by is known, or GitHub has to be asked.
      isExplained: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("cancel-run" as const, "retry-run" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("cancel-task" as const, "retry-task" as const), task }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("overdue" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test("whatever happens in whatever order, no run contradicts its tasks, and no task its attempts", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const hub = await hubScene();
      const run = await plannedRun(hub, plan);
      for (const [index, one] of steps.entries()) {
        await take(hub, run, one, (index + 1) * 1000);
        await holds(hub, run);
      }
    }),
    { numRuns: 15 },
  );
}, 300_000);

async function take(hub: Database, run: number, one: Step, seconds: number): Promise<void> {
  const at = after(seconds);
  const cause = { cause: "test", actor: "ada", at };
  try {
    await hub.queries.transaction().execute(async (trx) => {
      if (one.do === "report") await reportBack(trx, one, at);
      else if (one.do === "cancel-run") await cancelRun(trx, run, cause);
      else if (one.do === "retry-run") await retryRun(trx, run, cause);
      else if ("task" in one) {
        const { id } = await trx
          .selectFrom("task")
          .select("id")
          .where("name", "=", one.task)
          .executeTakeFirstOrThrow();
        await (one.do === "cancel-task" ? cancelTask : retryTask)(trx, id, cause);
      }
    });
    if (one.do === "assign") await assign(hub, at);
    if (one.do === "overdue") await endOverdue(hub, at);
  } catch (error) {
    // What cannot be done in a state is refused by name; anything else is a fault.
    if (!(error instanceof DebootcError) || error.code !== "state-conflict") throw error;
  }
}

async function reportBack(queries: Queries, one: Extract<Step, { do: "report" }>, at: Date): Promise<void> {
  const attempts = await queries
    .selectFrom("attempt")
    .innerJoin("task", "task.id", "attempt.task_id")
    .select(["label", "dispatch_id"])
    .where("task.name", "=", one.task)
    .orderBy("number", "desc")
    .execute();
  const attempt = attempts[one.back];
  if (attempt === undefined) return;
  const { status, conclusion, runner, isExplained } = one;
  await (isExplained ? report : reportUnexplained)({ queries }, one.task, {
    status,
    conclusion,
    runner,
    at,
    // Each dispatch has a run of GitHub of its own.
    githubRunId: 1000 + Number((attempt.dispatch_id ?? "").replaceAll(/\D/g, "")),
    labels: [attempt.label],
  });
}

async function holds({ queries }: Database, id: number): Promise<void> {
  const run = await queries.selectFrom("run").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const tasks = await tasksOf(queries, id);
  expect(run.state).toBe(runStateOf(tasks));
  for (const one of tasks) {
    const attempts = await queries.selectFrom("attempt").selectAll().where("task_id", "=", one.id).execute();
    expect(attempts).toHaveLength(one.attempt);
    expect(attempts.filter(({ ended_at }) => ended_at === null)).toHaveLength(isActive(one.state) ? 1 : 0);
    const changes = await queries
      .selectFrom("change")
      .select(["from_state", "to_state"])
      .where("task_id", "=", one.id)
      .orderBy("id")
      .execute();
    // The history of a task has no gaps and ends where the task is.
    expect(changes.map(({ from_state }) => from_state)).toEqual(
      ["FREE", ...changes.map(({ to_state }) => to_state)].slice(0, changes.length),
    );
    expect(changes.at(-1)?.to_state ?? "FREE").toBe(one.state);
  }
}
