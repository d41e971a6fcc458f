import { DebootcError } from "@debootc/core/error/debootc-error";
import { type ButtonRequest, buttonRequestSchema } from "@debootc/core/hub/button-request";
import type { Queries } from "../../database/database.ts";
import type { OutgoingRow } from "../../database/tables.ts";
import { runAgain } from "../../runs/run-again.ts";
import { cancelRun, cancelTask, retryRun, retryTask } from "../../runs/steer.ts";
import { noteOnRun } from "../../store/note-on-run.ts";
import { markUnsure, want } from "../../store/outgoing.ts";
import type { Send } from "../row/sending.ts";
import { steeringOf } from "./steering-of.ts";

interface Refused {
  readonly row: OutgoingRow;
  readonly asked: ButtonRequest;
  readonly why: string;
}

/**
 * Does what a button of a check run asks for, if whoever pressed it may: `button:DELIVERY:RUN`. GitHub shows buttons to those who
 * may write. What is refused, or comes to nothing, is in the history of the run.
 */
export const sendButton: Send = async ({ database, call, clock }, row, repository) => {
  // An earlier try has done it.
  if (row.unsure) return "done";
  const asked = buttonRequestSchema.parse(row.detail);
  const steering = await steeringOf(call, repository, { login: asked.actor, atLeast: "write" });
  await database.queries.transaction().execute(async (trx) => {
    const why = steering.may ? await press(trx, asked, clock()) : steering.why;
    if (why !== undefined) await noteWhy(trx, { row, asked, why }, clock());
    await markUnsure(trx, row);
  });
  return "done";
};

/** Returns why nothing was done. */
async function press(queries: Queries, asked: ButtonRequest, at: Date): Promise<string | undefined> {
  try {
    await steer(queries, asked, at);
    return undefined;
  } catch (error) {
    const isRefusal =
      error instanceof DebootcError && (error.code === "state-conflict" || error.code === "not-found");
    if (!isRefusal) throw error;
    return error.message;
  }
}

async function steer(queries: Queries, { asked, run, task, actor, delivery }: ButtonRequest, at: Date) {
  if (asked === "again") {
    const causeKey = `delivery:${delivery}:${run}`;
    return runAgain(queries, run, { cause: "check suite", actor, at, causeKey });
  }
  const cause = { cause: "check run", actor, at };
  if (task !== undefined) return (asked === "retry" ? retryTask : cancelTask)(queries, task, cause);
  return (asked === "retry" ? retryRun : cancelRun)(queries, run, cause);
}

/** GitHub has set the suite of a check that was asked for again back to queued: the check is shown anew. */
async function noteWhy(
  queries: Queries,
  { row, asked: { asked, run, task, actor }, why }: Refused,
  at: Date,
): Promise<void> {
  const known = await queries
    .selectFrom("run")
    .select(["id", "state"])
    .where("id", "=", run)
    .executeTakeFirst();
  if (known === undefined) return;
  await noteOnRun(queries, known, { cause: `no ${asked} by a button`, actor, at, detail: { why } });
  const check =
    task === undefined
      ? { key: `check-run:${run}`, kind: "check-run" as const }
      : { key: `check-task:${task}`, kind: "check-task" as const };
  await want(queries, [{ ...check, repositoryId: row.repository_id }], at);
}
