import type { Database } from "../../database/database.ts";
import type { DispatchRow, Failure } from "../../database/tables.ts";
import { dispatchWorkflow, findDispatched } from "../../github/actions-calls.ts";
import type { CallGitHub } from "../../github/call.ts";
import { GitHubError } from "../../github/github-error.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import { hasAttempts } from "../../runs/cancel-dispatches.ts";
import { failAttempt } from "../../runs/apply-job.ts";
import { endAttempts } from "../../runs/end-attempts.ts";
import { lockRun } from "../../store/move-task.ts";
import { idIn } from "../row/id-in.ts";
import type { Send, Sending } from "../row/sending.ts";

/** A call is begun only if so much of the lease is left, in milliseconds: more than one can take. */
const leaseLeft = 90_000;

/** A run is looked for among those since a while before its dispatch: clocks differ. */
const clocksDiffer = 10 * 60_000;

/** Starts the workflow of a dispatch, once: `dispatch:ID`. */
export const sendDispatch: Send = async (sending, row, repository) => {
  const { database, call, clock } = sending;
  const id = idIn(row);
  const dispatch = await readDispatch(database, id);
  if (dispatch === undefined || dispatch.state === "sent" || dispatch.state === "refused") return "done";
  if (dispatch.state === "unsure") {
    const found = await lookFor(call, repository, dispatch);
    if (found !== undefined) return sent(sending, id, found);
    // Whoever takes the row when this lease ends must not do so while the call is on its way.
    if (clock().getTime() > (row.lease_until?.getTime() ?? 0) - leaseLeft) return { later: clock() };
  }
  // In this order: a cancellation that comes later finds that it may have been sent, one that came before ends it here.
  await setState(database, id, "unsure");
  if (!(await hasAttempts(database.queries, id))) {
    await setState(database, id, "refused");
    return "done";
  }
  try {
    const ref = refOf(dispatch.ref, repository.defaultBranch);
    const { workflow, inputs } = dispatch;
    return sent(sending, id, await dispatchWorkflow(call, repository, { workflow, ref, inputs }));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.mayBeDone) throw error;
    await setState(database, id, "wanted");
    if (!isFinal(error)) throw error;
    await refuseDispatch(database, dispatch, failureOf(error), clock());
    return "done";
  }
};

async function readDispatch({ queries }: Database, id: string): Promise<DispatchRow | undefined> {
  return queries.selectFrom("dispatch").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Looks for the run that an earlier try may have started. */
export async function lookFor(
  call: CallGitHub,
  repository: RepositoryAt,
  { id, workflow, created_at }: DispatchRow,
): Promise<number | undefined> {
  const since = new Date(created_at.getTime() - clocksDiffer);
  return (await findDispatched(call, repository, { id, workflow, since }))?.id;
}

async function setState({ queries }: Database, id: string, state: "wanted" | "unsure" | "refused") {
  await queries
    .updateTable("dispatch")
    .set({ state })
    .where("id", "=", id)
    // A job may have bound it meanwhile.
    .where("state", "<>", "sent")
    .execute();
}

async function sent(
  { database, clock }: Sending,
  id: string,
  githubRun: number | undefined,
): Promise<"done"> {
  await database.queries
    .updateTable("dispatch")
    .set({
      state: "sent",
      sent_at: clock(),
      ...(githubRun === undefined ? {} : { github_run_id: githubRun }),
    })
    .where("id", "=", id)
    .where("state", "<>", "sent")
    .execute();
  return "done";
}

/** GitHub takes names of branches and tags; a pull request is composed by the workflow of the default branch. */
function refOf(ref: string, defaultBranch: string): string {
  const name = /^refs\/(?:heads|tags)\/(.+)$/.exec(ref)?.[1];
  return name ?? defaultBranch;
}

/** A permission may be granted soon, which the pump waits for; a workflow that is not there stays so at this commit. */
function isFinal({ code, status }: GitHubError): boolean {
  return code === "github-refused" && (status === 404 || status === 422 || status === 400);
}

function failureOf({ message }: GitHubError): Failure {
  return {
    code: "workflow-invalid",
    class: "configuration",
    message,
    hint: "Check that the workflow is on this branch, is enabled, and takes the inputs of docs/hub-github.md.",
  };
}

/** Ends a dispatch that GitHub does not start, and with it the attempts that it carries. */
export async function refuseDispatch(
  { queries }: Database,
  dispatch: Pick<DispatchRow, "id" | "run_id">,
  failure: Failure,
  at: Date,
): Promise<void> {
  await queries.transaction().execute(async (trx) => {
    const run = await lockRun(trx, dispatch.run_id);
    if (run === undefined) return;
    await trx
      .updateTable("dispatch")
      .set({ state: "refused", sent_at: null })
      .where("id", "=", dispatch.id)
      .where("state", "<>", "sent")
      .execute();
    const cause = { cause: "dispatch refused", actor: "github", at };
    await endAttempts(trx, run, dispatch.id, {
      cause,
      end: (task) => failAttempt(trx, task, failure, cause),
    });
  });
}
