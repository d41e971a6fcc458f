import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Queries } from "../database/database.ts";
import type { Failure, OutgoingRow, RunRow } from "../database/tables.ts";
import { noteOnRun } from "../store/note-on-run.ts";
import { sentOutgoing } from "../store/outgoing.ts";
import { idIn } from "./row/id-in.ts";
import { numberIn } from "./row/number-in.ts";
import { refuseDispatch } from "./senders/send-dispatch.ts";
import { endUnexplained } from "./senders/send-look.ts";
import type { Sending } from "./row/sending.ts";

/**
 * Ends the tries to tell GitHub of something: the log and the history of the run say why, and the tasks of a dispatch that
 * GitHub does not take fail by it, and a job that it says nothing of by itself. What changes later is told anew.
 */
export async function giveUp(
  { database, clock, log }: Sending,
  row: OutgoingRow,
  error: unknown,
): Promise<void> {
  const { queries } = database;
  const { code, class: kind, message, hint } = toErrorRecord(error);
  const failure: Failure = { code, class: kind, message, ...(hint === undefined ? {} : { hint }) };
  log.error({ key: row.key, attempts: row.attempts + 1, ...failure }, "gave up telling GitHub");
  const at = clock();
  const run = await runOfRow(queries, row);
  if (run !== undefined && row.kind === "dispatch") {
    await refuseDispatch(database, { id: idIn(row), run_id: run.id }, failure, at);
  }
  if (row.kind === "look") await endUnexplained(database, row);
  if (run !== undefined) {
    await noteOnRun(queries, run, {
      ...{ cause: `cannot tell GitHub: ${row.kind}`, actor: "hub", at },
      detail: { key: row.key, failure },
    });
  }
  await sentOutgoing(queries, row);
}

async function runOfRow(
  queries: Queries,
  row: OutgoingRow,
): Promise<Pick<RunRow, "id" | "state"> | undefined> {
  const runs = queries.selectFrom("run").select(["run.id", "run.state"]);
  switch (row.kind) {
    case "button":
    case "check-run":
      return runs.where("run.id", "=", numberIn(row.key)).executeTakeFirst();
    case "check-task":
      return runs
        .innerJoin("task", "task.run_id", "run.id")
        .where("task.id", "=", numberIn(row.key))
        .executeTakeFirst();
    case "dispatch":
    case "cancel":
      return runs
        .innerJoin("dispatch", "dispatch.run_id", "run.id")
        .where("dispatch.id", "=", idIn(row))
        .executeTakeFirst();
    case "look":
      return runs
        .innerJoin("task", "task.run_id", "run.id")
        .innerJoin("attempt", "attempt.task_id", "task.id")
        .where("attempt.label", "=", idIn(row))
        .executeTakeFirst();
    case "comment":
      return runs
        .where("run.repository_id", "=", row.repository_id)
        .where("run.pull_request", "=", numberIn(row.key))
        .orderBy("run.id", "desc")
        .executeTakeFirst();
    case "image":
      return runs
        .innerJoin("release", "release.run_id", "run.id")
        .innerJoin("channel", "channel.release_id", "release.id")
        .where("channel.repository_id", "=", row.repository_id)
        .where("channel.name", "=", row.key.split(":")[2] ?? "")
        .executeTakeFirst();
    case "latest":
    case "reaction":
    case "redeliver":
      return undefined;
  }
}
