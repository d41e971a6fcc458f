import type { Queries } from "../database/database.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { labelPrefix } from "../runs/apply-job.ts";
import { unmetNeeds } from "../runs/assign-tasks.ts";
import { settleRun } from "../store/move-run.ts";
import { lockRun, moveTask } from "../store/move-task.ts";
import { keptLease } from "../store/while-leased.ts";
import { completeRelease } from "./note-published.ts";
import type { Releasing } from "./releasing.ts";

/** Begins the release tasks whose needs are met. Returns how many. */
export async function beginReleases({
  database,
  clock,
  randomWord,
}: Pick<Releasing, "database" | "clock"> & { readonly randomWord: () => string }): Promise<number> {
  const { queries } = database;
  const now = clock();
  const free = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .select(["task.id", "task.run_id"])
    .where("task.state", "=", "FREE")
    .where("task.kind", "=", "release")
    .where("task.due_at", "<=", now)
    .where("run.state", "=", "OPEN")
    .where("repository.state", "=", "active")
    .where("installation.state", "=", "active")
    .where((is) => is.not(is.exists(unmetNeeds(queries))))
    .orderBy("run.priority", "desc")
    .orderBy("task.since")
    .limit(100)
    .execute();
  for (const { id, run_id } of free) {
    const label = (task: TaskRow) => `${labelPrefix}${task.id}-${task.attempt + 1}-${randomWord()}`;
    await queries.transaction().execute((trx) => begin(trx, { id, runId: run_id, label, now }));
  }
  return free.length;
}

interface Begun {
  readonly id: number;
  readonly runId: number;
  readonly label: (task: TaskRow) => string;
  readonly now: Date;
}

async function begin(queries: Queries, { id, runId, label, now }: Begun): Promise<void> {
  const run = await lockRun(queries, runId);
  const task = await queries.selectFrom("task").selectAll().where("id", "=", id).executeTakeFirst();
  if (run?.state !== "OPEN" || task?.state !== "FREE") return;
  const cause = { cause: "needs met", actor: "hub", at: now };
  const assigned = await moveTask(queries, task, { ...cause, to: "ASSIGNED" });
  if (assigned === undefined) return;
  await queries
    .insertInto("attempt")
    .values({
      ...{
        label: label(task),
        task_id: id,
        number: assigned.attempt,
        dispatch_id: null,
        github_job_id: null,
      },
      ...{ runner: null, assigned_at: now, started_at: now, ended_at: null, failure: null },
    })
    .execute();
  const running = await moveTask(queries, assigned, { ...cause, to: "RUNNING" });
  const release = await addRelease(queries, run, now);
  const moved = running ?? assigned;
  const done =
    release.state === "published" ? await completeRelease(queries, moved, release, now) : undefined;
  await settleRun(queries, run, [done ?? moved], cause);
}

/** A release that was begun before goes on where it was; one that failed begins with its assets. */
async function addRelease(queries: Queries, run: RunRow, now: Date): Promise<ReleaseRow> {
  return queries
    .insertInto("release")
    .values({
      ...{ run_id: run.id, repository_id: run.repository_id, tag: tagOf(run), state: "gathering" },
      ...{ github_id: null, html_url: null, compose_id: run.compose_id ?? "", digest: null, notes: null },
      ...{ packages: null, failure: null, due_at: now, lease_holder: null, lease_until: null },
      ...{ created_at: now, published_at: null },
    })
    .onConflict((conflict) =>
      conflict.column("run_id").doUpdateSet((is) => ({
        state: is
          .case()
          .when("release.state", "=", "failed")
          .then("gathering" as const)
          .else(is.ref("release.state"))
          .end(),
        ...{ failure: null, attempts: 0, due_at: now },
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Returns the tag of a release: that which was pushed, else the compose's ID. */
export function tagOf({ ref, compose_id }: Pick<RunRow, "ref" | "compose_id">): string {
  return ref.startsWith("refs/tags/") ? ref.slice("refs/tags/".length) : (compose_id ?? "");
}

/** Takes releases that are due for a while: there is something to do for them. No other replica gets them meanwhile. */
export async function takeReleases(
  { database, clock, holder }: Pick<Releasing, "database" | "clock" | "holder">,
  most: number,
): Promise<ReleaseRow[]> {
  const now = clock();
  return database.queries
    .updateTable("release")
    .set({ lease_holder: holder, lease_until: new Date(now.getTime() + keptLease) })
    .where("id", "in", (from) =>
      from
        .selectFrom("release")
        .innerJoin("task", "task.run_id", "release.run_id")
        .innerJoin("repository", "repository.id", "release.repository_id")
        .innerJoin("installation", "installation.id", "repository.installation_id")
        .select("release.id")
        .where("task.kind", "=", "release")
        .where((is) =>
          is.or([
            is.and([
              is("task.state", "=", "RUNNING"),
              is("release.state", "not in", ["published", "failed"]),
            ]),
            // Whether it was published before its task was ended is yet to be found out.
            is.and([is("task.state", "in", ["CANCELED", "FAILED"]), is("release.state", "=", "verifying")]),
          ]),
        )
        .where("release.due_at", "<=", now)
        .where((is) => is.or([is("release.lease_until", "is", null), is("release.lease_until", "<=", now)]))
        .where("repository.state", "<>", "removed")
        .where("installation.state", "=", "active")
        .orderBy("release.due_at")
        .orderBy("release.id")
        .limit(most)
        .forUpdate("release")
        .skipLocked(),
    )
    .returningAll()
    .execute();
}
