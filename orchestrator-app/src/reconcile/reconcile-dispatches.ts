import type { Database, Queries } from "../database/database.ts";
import type { DispatchRow, Failure } from "../database/tables.ts";
import { readWorkflowRun, type WorkflowRun } from "../github/actions-calls.ts";
import type { CallGitHub } from "../github/call.ts";
import { readJobs } from "../github/job-calls.ts";
import { type RepositoryAt, repositoryAt } from "../github/repository-at.ts";
import { lookFor } from "../outgoing/senders/send-dispatch.ts";
import { applyJob, failAttempt } from "../runs/apply-job.ts";
import { endAttempts } from "../runs/end-attempts.ts";
import { lockRun, moveTask } from "../store/move-task.ts";

interface Reconciling {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  /** How long nothing must have been heard of a task, in seconds. */
  readonly quietSeconds: number;
  /** How many dispatches GitHub is asked about in one round; each costs two readings or a few more. */
  readonly most: number;
}

/**
 * Asks GitHub about dispatches of whose tasks nothing was heard for a while, some in each round and in turn, and applies what
 * it says: events get lost, and so do runners. To be called by one replica at a time. Returns how many were asked about.
 */
export async function reconcileDispatches(reconciling: Reconciling): Promise<number> {
  const { database, clock } = reconciling;
  const quiet = await quietDispatches(database.queries, reconciling);
  for (const dispatch of quiet) {
    // First the cursor: one that GitHub fails at does not keep the others waiting.
    await database.transact((trx) => keepCursor(trx, dispatch.id, clock()));
    await reconcileOne(reconciling, dispatch);
  }
  return quiet.length;
}

type Quiet = DispatchRow & { readonly repository_id: number };

async function quietDispatches(
  queries: Queries,
  { clock, quietSeconds, most }: Reconciling,
): Promise<readonly Quiet[]> {
  const before = new Date(clock().getTime() - quietSeconds * 1000);
  const after = await queries
    .selectFrom("cursor")
    .select("value")
    .where("name", "=", cursorName)
    .executeTakeFirst();
  const some = (from: string | undefined, limit: number) =>
    queries
      .selectFrom("dispatch")
      .innerJoin("run", "run.id", "dispatch.run_id")
      .innerJoin("repository", "repository.id", "run.repository_id")
      .innerJoin("installation", "installation.id", "repository.installation_id")
      .selectAll("dispatch")
      .select("run.repository_id")
      .where("dispatch.state", "=", "sent")
      .where("repository.state", "<>", "removed")
      .where("installation.state", "=", "active")
      .where("dispatch.sent_at", "<=", before)
      .where((is) =>
        is.exists(
          is
            .selectFrom("attempt")
            .innerJoin("task", "task.id", "attempt.task_id")
            .select("attempt.label")
            .whereRef("attempt.dispatch_id", "=", "dispatch.id")
            .where("attempt.ended_at", "is", null)
            .where("task.since", "<=", before),
        ),
      )
      .$if(from !== undefined, (query) => query.where("dispatch.id", ">", from ?? ""))
      .orderBy("dispatch.id")
      .limit(limit)
      .execute();
  const next = await some(after?.value, most);
  // Behind the last one comes the first again, each once a round.
  const again = next.length < most && after !== undefined ? await some(undefined, most - next.length) : [];
  const known = new Set(next.map(({ id }) => id));
  return [...next, ...again.filter(({ id }) => !known.has(id))];
}

const cursorName = "reconcile";

async function keepCursor(queries: Queries, value: string, at: Date): Promise<void> {
  await queries
    .insertInto("cursor")
    .values({ name: cursorName, value, changed_at: at })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value, changed_at: at }))
    .execute();
}

async function reconcileOne({ database, call, clock }: Reconciling, dispatch: Quiet): Promise<void> {
  const repository = await repositoryAt(database.queries, dispatch.repository_id);
  const id = dispatch.github_run_id ?? (await bound(database, call, repository, dispatch));
  const run = id === undefined ? undefined : await readWorkflowRun(call, repository, id);
  if (id !== undefined && run !== undefined) {
    for (const { report } of await readJobs(call, repository, { run: id, now: clock() })) {
      await database.transact((trx) => applyJob(trx, report));
    }
  }
  // Its jobs are all known now: what is still under way has none, and gets none any more.
  if (run === undefined || run.status === "completed") await endDispatch(database, dispatch, run, clock());
}

async function bound(
  { transact }: Database,
  call: CallGitHub,
  repository: RepositoryAt,
  dispatch: DispatchRow,
): Promise<number | undefined> {
  const id = await lookFor(call, repository, dispatch);
  if (id === undefined) return undefined;
  await transact((trx) =>
    trx
      .updateTable("dispatch")
      .set({ github_run_id: id })
      .where("id", "=", dispatch.id)
      .where("github_run_id", "is", null)
      .execute(),
  );
  return id;
}

async function endDispatch(
  { transact }: Database,
  dispatch: DispatchRow,
  github: WorkflowRun | undefined,
  at: Date,
): Promise<void> {
  await transact(async (trx) => {
    const run = await lockRun(trx, dispatch.run_id);
    if (run === undefined) return;
    const isCanceled = github?.conclusion === "cancelled";
    const cause = { cause: isCanceled ? "canceled on GitHub" : "no job", actor: "github", at };
    await endAttempts(trx, run, dispatch.id, {
      cause,
      end: (task) =>
        isCanceled
          ? moveTask(trx, task, { ...cause, to: "CANCELED" })
          : failAttempt(trx, task, failureOf(dispatch, github), cause),
    });
  });
}

function failureOf({ workflow }: DispatchRow, github: WorkflowRun | undefined): Failure {
  if (github?.conclusion === "startup_failure") {
    return {
      code: "workflow-invalid",
      class: "configuration",
      message: `GitHub could not start the workflow ${workflow}`,
      hint: "Open the run on GitHub: it says what is wrong with the workflow.",
    };
  }
  const why =
    github === undefined
      ? `GitHub has no run of the workflow ${workflow} for it`
      : `the run of the workflow ${workflow} ended as ${github.conclusion ?? "unknown"} without a job for it`;
  return {
    code: "job-lost",
    class: "infrastructure",
    message: why,
    hint: "The name of each job has to contain its label, as docs/hub-github.md shows.",
  };
}
