import type { CommentCommand } from "@debootc/core/comment-command/comment-command";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { isOver } from "@debootc/core/task/task-state";
import type { Queries } from "../../database/database.ts";
import type { OutgoingRow, TaskRow } from "../../database/tables.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import { readPullRequest } from "../../github/repository-calls.ts";
import { startRun } from "../../runs/start-run.ts";
import { approveRun, cancelRun, cancelTask, prioritiseRun, retryRun, retryTask } from "../../runs/steer.ts";
import { markUnsure } from "../../store/outgoing.ts";
import { readRunView } from "../row/read-run-view.ts";
import type { Sending } from "../row/sending.ts";
import { commandTable } from "../text/command-table.ts";
import { summaryOfRun } from "../text/summary-of-run.ts";
import { foreign, nameOfTask } from "../text/words.ts";

interface Asked {
  readonly command: CommentCommand;
  readonly commentId: number;
  readonly pullRequest: number;
  readonly actor: string;
}

/**
 * Does a command of somebody who may give it, once: that it was done is noted in the same transaction. Returns what is
 * to be answered besides a reaction. Throws `not-found` and `state-conflict` for what cannot be done.
 */
export async function doCommand(
  sending: Sending,
  row: OutgoingRow,
  repository: RepositoryAt,
  asked: Asked,
): Promise<readonly string[] | undefined> {
  const { queries } = sending.database;
  const { command } = asked;
  if (command.verb === "help") return commandTable();
  if (command.verb === "why") return why(sending, row, asked, command.task);
  if (command.verb === "build") {
    await build(sending, row, repository, asked);
    return undefined;
  }
  await queries.transaction().execute(async (trx) => {
    await steer(trx, await newestRun(trx, row.repository_id, asked.pullRequest), {
      command,
      actor: asked.actor,
      at: sending.clock(),
    });
    await markUnsure(trx, row);
  });
  return undefined;
}

type Steering = Exclude<CommentCommand, { verb: "help" | "why" | "build" }>;

async function steer(
  queries: Queries,
  runId: number,
  { command, actor, at }: { readonly command: Steering; readonly actor: string; readonly at: Date },
): Promise<void> {
  const cause = { cause: "comment", actor, at };
  switch (command.verb) {
    case "retry":
      if (command.task === undefined) await retryRun(queries, runId, cause);
      else await retryTask(queries, await taskNamed(queries, runId, command.task), cause);
      return;
    case "cancel":
      if (command.task === undefined) await cancelRun(queries, runId, cause);
      else await cancelTask(queries, await taskNamed(queries, runId, command.task), cause);
      return;
    case "priority":
      return prioritiseRun(queries, runId, command.priority, cause);
    case "ok":
      return approveRun(queries, runId, command.sha, cause);
  }
}

async function newestRun(queries: Queries, repositoryId: number, pullRequest: number): Promise<number> {
  const run = await queries
    .selectFrom("run")
    .select("id")
    .where("repository_id", "=", repositoryId)
    .where("pull_request", "=", pullRequest)
    .where("state", "<>", "SKIPPED")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (run !== undefined) return run.id;
  throw new DebootcError("not-found", "no run is of this pull request; `/debootc build` starts one");
}

async function taskNamed(queries: Queries, runId: number, name: string): Promise<number> {
  const tasks = await queries.selectFrom("task").selectAll().where("run_id", "=", runId).execute();
  const found = tasks.find((task) => task.name === name || nameOfTask(task) === name);
  if (found !== undefined) return found.id;
  const names = tasks.slice(0, 30).map(nameOfTask).join(", ");
  throw new DebootcError(
    "not-found",
    `run ${runId} has no task ${name}; it has ${names === "" ? "none" : names}`,
  );
}

async function build(
  { database, call, clock }: Sending,
  row: OutgoingRow,
  repository: RepositoryAt,
  { commentId, pullRequest, actor }: Asked,
): Promise<void> {
  const pull = await readPullRequest(call, repository, pullRequest);
  if (pull === undefined || !pull.isOpen)
    throw new DebootcError(
      "state-conflict",
      `pull request ${pullRequest} is not open: nothing is built of it`,
    );
  await database.queries.transaction().execute(async (trx) => {
    await startRun(trx, {
      repositoryId: row.repository_id,
      causeKey: `comment:${commentId}`,
      cause: "comment",
      ref: `refs/pull/${pullRequest}/head`,
      sha: pull.headSha,
      configSha: pull.baseSha,
      pullRequest,
      isFork: pull.isFork,
      actor,
      at: clock(),
    });
    await markUnsure(trx, row);
  });
}

async function why(
  { database, htmlUrl, whyWaiting, clock }: Sending,
  row: OutgoingRow,
  { pullRequest }: Asked,
  name: string | undefined,
): Promise<readonly string[]> {
  const { queries } = database;
  const runId = await newestRun(queries, row.repository_id, pullRequest);
  const view = await readRunView(queries, runId, htmlUrl);
  if (view === undefined) throw new DebootcError("not-found", `there is no run ${runId}`);
  const wanted = name === undefined ? undefined : await taskNamed(queries, runId, name);
  const isAsked = (task: TaskRow) => (wanted === undefined ? !isOver(task.state) : task.id === wanted);
  const asked = view.tasks.filter(({ task }) => isAsked(task)).slice(0, 50);
  const reasons: string[] = [];
  for (const { task } of asked) {
    reasons.push(`- ${foreign(nameOfTask(task))}: ${foreign(await whyWaiting(queries, task.id, clock()))}`);
  }
  return [...summaryOfRun(view), ...(reasons.length === 0 ? [] : ["", ...reasons])];
}
