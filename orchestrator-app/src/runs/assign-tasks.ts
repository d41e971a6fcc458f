import { chooseTasks } from "@debootc/core/task/choose-tasks";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { settleRun } from "../store/move-run.ts";
import { lockRun, moveTask } from "../store/move-task.ts";
import { want } from "../store/outgoing.ts";
import { labelPrefix } from "./apply-job.ts";
import { dispatchInputs, type LabelledTask, tasksOfDispatch } from "./dispatch-inputs.ts";
import { neededResults } from "./needed-results.ts";

interface Assigning {
  readonly now: Date;
  /** How many tasks may be under way at once. */
  readonly mostActive: number;
  /** Returns a new random word of lower-case letters, digits and hyphens. */
  readonly randomWord: () => string;
}

/**
 * Assigns free tasks whose needs are met to workflows of GitHub: one dispatch carries all that a run can do now. To be
 * called by one replica at a time. Returns how many tasks were assigned.
 */
export async function assignTasks({ queries, transact }: Database, assigning: Assigning): Promise<number> {
  const active = await activeTasks(queries);
  const room = assigning.mostActive - [...active.values()].reduce((sum, one) => sum + one, 0);
  if (room <= 0) return 0;
  const chosen = chooseTasks(await readyTasks(queries, assigning.now), {
    most: room,
    now: assigning.now,
    active,
  });
  const runs = Map.groupBy(chosen, ({ runId }) => runId);
  let assigned = 0;
  for (const [runId, tasks] of runs) {
    const ids = new Set(tasks.map(({ id }) => id));
    assigned += await transact((trx) => assignOfRun(trx, runId, ids, assigning));
  }
  return assigned;
}

async function activeTasks(queries: Queries): Promise<Map<number, number>> {
  const rows = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .select(["run.repository_id", sql<number>`count(*)::int`.as("count")])
    .where("task.state", "in", ["ASSIGNED", "RUNNING"])
    .where("task.kind", "<>", "release")
    .groupBy("run.repository_id")
    .execute();
  return new Map(rows.map(({ repository_id, count }) => [repository_id, count]));
}

/** So many candidates are looked at once; the rest is in the next round. */
const mostCandidates = 5000;

async function readyTasks(queries: Queries, now: Date) {
  return queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .select([
      "task.id",
      "task.run_id as runId",
      "run.repository_id as repositoryId",
      "run.priority",
      "task.since as freeSince",
    ])
    .where("task.state", "=", "FREE")
    .where("task.kind", "<>", "release")
    .where("task.due_at", "<=", now)
    .where("run.state", "=", "OPEN")
    .where("repository.state", "=", "active")
    .where("installation.state", "=", "active")
    .where((is) => is.not(is.exists(unmetNeeds(queries))))
    .orderBy("run.priority", "desc")
    .orderBy("task.since")
    .limit(mostCandidates)
    .execute();
}

/** Selects what a task still waits for. A leg that may fail and did is not waited for. */
export function unmetNeeds(queries: Queries) {
  return queries
    .selectFrom("task_need")
    .innerJoin("task as needed", (join) =>
      join
        .onRef("needed.run_id", "=", "task_need.run_id")
        .onRef("needed.position", "=", "task_need.needs_position"),
    )
    .select("needed.id")
    .whereRef("task_need.run_id", "=", sql.ref("task.run_id"))
    .whereRef("task_need.position", "=", sql.ref("task.position"))
    .where("needed.state", "<>", "COMPLETED")
    .where((is) =>
      is.not(
        is.and([
          is("needed.required", "=", false),
          is("needed.kind", "<>", "package"),
          is("needed.state", "in", ["FAILED", "CANCELED"]),
        ]),
      ),
    );
}

async function assignOfRun(
  queries: Queries,
  runId: number,
  chosen: ReadonlySet<number>,
  { now, randomWord }: Assigning,
): Promise<number> {
  const run = await lockRun(queries, runId);
  if (run?.state !== "OPEN" || run.workflow === null) return 0;
  const free = await queries
    .selectFrom("task")
    .selectAll()
    .where("id", "in", [...chosen])
    .where("state", "=", "FREE")
    .orderBy("position")
    .execute();
  const needsOf = await neededResults(queries, runId, free);
  const labelled = free.map((task) => ({
    task,
    needs: needsOf(task),
    label: `${labelPrefix}${task.id}-${task.attempt + 1}-${randomWord()}`,
  }));
  const assigned: TaskRow[] = [];
  for (const share of tasksOfDispatch(run, labelled)) {
    assigned.push(...(await dispatchShare(queries, run, share, { now, randomWord })));
  }
  await settleRun(queries, run, assigned, { cause: "assigned", actor: "hub", at: now });
  return assigned.length;
}

async function dispatchShare(
  queries: Queries,
  run: RunRow,
  share: readonly (LabelledTask & { readonly task: TaskRow })[],
  { now, randomWord }: Pick<Assigning, "now" | "randomWord">,
): Promise<TaskRow[]> {
  const id = `${run.id}-${randomWord()}`;
  const inputs = dispatchInputs(id, run, share);
  await queries
    .insertInto("dispatch")
    .values({
      id,
      run_id: run.id,
      workflow: run.workflow ?? "",
      ref: run.ref,
      inputs: JSON.stringify(inputs),
      state: "wanted",
      github_run_id: null,
      created_at: now,
      sent_at: null,
    })
    .execute();
  const moved: TaskRow[] = [];
  for (const { task, label } of share) {
    const next = await moveTask(queries, task, {
      to: "ASSIGNED",
      cause: "assigned",
      actor: "hub",
      at: now,
      detail: { dispatch: id, label },
    });
    if (next === undefined) continue;
    await queries
      .insertInto("attempt")
      .values({
        label,
        task_id: task.id,
        number: next.attempt,
        dispatch_id: id,
        github_job_id: null,
        runner: null,
        assigned_at: now,
        started_at: null,
        ended_at: null,
        failure: null,
      })
      .execute();
    moved.push(next);
  }
  const key = `dispatch:${id}`;
  await want(queries, [{ key, kind: "dispatch", repositoryId: run.repository_id, detail: { id } }], now);
  return moved;
}
