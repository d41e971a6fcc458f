import { lastLines } from "../../task-log/last-lines.ts";
import { checkOfTask } from "../text/check-of-task.ts";
import { numberIn } from "../row/number-in.ts";
import { readRunView } from "../row/read-run-view.ts";
import type { Send } from "../row/sending.ts";
import { sendCheck } from "./send-check.ts";

/** So many lines of the log of a task that failed are shown. */
const mostLines = 30;

/** Shows a task as a check run: `check-task:12`. */
export const sendCheckTask: Send = async (sending, row, repository) => {
  const { queries } = sending.database;
  const taskId = numberIn(row.key);
  const found = await queries
    .selectFrom("task")
    .select(["run_id", "check_run_id"])
    .where("id", "=", taskId)
    .executeTakeFirst();
  const view = found && (await readRunView(queries, found.run_id, sending.htmlUrl));
  const task = view?.tasks.find((one) => one.task.id === taskId);
  if (found === undefined || view === undefined || task === undefined) return "done";
  const { state, attempt } = task.task;
  const end = state === "FAILED" ? await lastLines(queries, { taskId, attempt }, mostLines) : undefined;
  await sendCheck(sending, repository, {
    row,
    check: checkOfTask(view, { ...task, lastLines: end }),
    known: found.check_run_id,
    keep: (id) => queries.updateTable("task").set({ check_run_id: id }).where("id", "=", taskId).execute(),
  });
  return "done";
};
