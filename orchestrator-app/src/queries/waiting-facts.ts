import { whyNotPlaced } from "@debootc/core/fleet/why-not-placed";
import type { WaitingFacts } from "@debootc/core/task/why-waiting";
import { sql } from "kysely";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../database/database.ts";
import type { TaskRow } from "../database/tables.ts";
import { tasksOf } from "../store/move-task.ts";
import { placingFacts } from "./placing-facts.ts";

/** Gathers everything that decides why a task does not go on. Throws `not-found`. */
export async function waitingFacts(
  queries: Queries,
  taskId: number,
  { now, mostActive }: { readonly now: Date; readonly mostActive: number },
): Promise<WaitingFacts> {
  const found = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .selectAll("task")
    .select([
      "run.state as run_state",
      "run.sha",
      "run.created_at as run_created_at",
      "repository.full_name",
      "repository.state as repository_state",
      "installation.id as installation_id",
      "installation.account",
      "installation.state as installation_state",
    ])
    .where("task.id", "=", taskId)
    .executeTakeFirst();
  if (found === undefined) throw new DebootcError("not-found", `there is no task ${taskId}`);
  return {
    now,
    task: {
      state: found.state,
      since: found.since,
      dueAt: found.due_at,
      attempt: found.attempt,
      runsOn: found.runs_on,
      failure: found.failure?.message,
    },
    run: { id: found.run_id, state: found.run_state, since: found.run_created_at, sha: found.sha },
    repository: { name: found.full_name, state: found.repository_state },
    installation: { account: found.account, state: found.installation_state },
    unmet: await unmetNeedsOf(queries, found),
    active: await activeCount(queries),
    mostActive,
    dispatch: await dispatchOf(queries, taskId),
    blockedUntil: await blockedUntil(queries, found.installation_id, now),
    placing: found.on_fleet ? whyNotPlaced(await placingFacts(queries, found, now)) : undefined,
  };
}

async function unmetNeedsOf(queries: Queries, { run_id, position }: Pick<TaskRow, "run_id" | "position">) {
  const needs = await queries
    .selectFrom("task_need")
    .select("needs_position")
    .where("run_id", "=", run_id)
    .where("position", "=", position)
    .execute();
  const needed = new Set(needs.map(({ needs_position }) => needs_position));
  return (await tasksOf(queries, run_id)).filter((task) => needed.has(task.position) && isUnmet(task));
}

/** Follows the assignment: a leg that may fail and did is not waited for. */
function isUnmet({ state, required, kind }: TaskRow): boolean {
  if (state === "COMPLETED") return false;
  return required || kind === "package" || (state !== "FAILED" && state !== "CANCELED");
}

async function activeCount(queries: Queries): Promise<number> {
  const { count } = await queries
    .selectFrom("task")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("state", "in", ["ASSIGNED", "RUNNING"])
    .executeTakeFirstOrThrow();
  return count;
}

async function dispatchOf(queries: Queries, taskId: number): Promise<WaitingFacts["dispatch"]> {
  const found = await queries
    .selectFrom("attempt")
    .innerJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .leftJoin("outgoing", (join) => join.on(sql`outgoing.key`, "=", sql`'dispatch:' || dispatch.id`))
    .select([
      "dispatch.state",
      "dispatch.created_at",
      "dispatch.sent_at",
      "attempt.github_job_id",
      "outgoing.last_error",
      "outgoing.due_at",
      "outgoing.unsure",
    ])
    .where("attempt.task_id", "=", taskId)
    .where("attempt.ended_at", "is", null)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return {
    state: found.state === "wanted" && found.unsure === true ? "unsure" : found.state,
    createdAt: found.created_at,
    sentAt: found.sent_at,
    jobId: found.github_job_id,
    lastError: found.last_error ?? undefined,
    dueAt: found.due_at ?? undefined,
  };
}

/** Returns the latest end of what bars calls for an installation, if it is not past. */
async function blockedUntil(queries: Queries, installation: number, now: Date): Promise<Date | undefined> {
  const rows = await queries
    .selectFrom("budget")
    .select(["blocked_until", "remaining", "reset_at"])
    .where("name", "in", [`installation:${installation}`, "app"])
    .execute();
  const ends = rows
    .flatMap(({ blocked_until, remaining, reset_at }) => [
      blocked_until,
      remaining !== null && remaining <= 0 ? reset_at : null,
    ])
    .filter((end) => end !== null && end > now)
    .map((end) => Number(end));
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}
