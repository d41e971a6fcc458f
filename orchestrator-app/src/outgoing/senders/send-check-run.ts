import { want } from "../../store/outgoing.ts";
import { numberIn } from "../row/number-in.ts";
import { readRunView } from "../row/read-run-view.ts";
import type { Send } from "../row/sending.ts";
import { checkOfRun } from "../text/check-of-run.ts";
import { sendCheck } from "./send-check.ts";

/** How long a run may be planned before that is shown, in milliseconds. */
const untilShown = 3000;

/** Shows a run as a check run, and lets the comment of its pull request be brought up to date: `check-run:3`. */
export const sendCheckRun: Send = async (sending, row, repository) => {
  const { queries } = sending.database;
  const runId = numberIn(row.key);
  const view = await readRunView(queries, runId, sending.htmlUrl);
  if (view === undefined) return "done";
  const { run } = view;
  if (run.state === "SKIPPED" && run.check_run_id === null && !row.unsure) return "done";
  // Most runs are planned in a moment, and many are skipped: those need no check run at all.
  const patience = new Date(run.created_at.getTime() + untilShown);
  if (run.state === "PLANNING" && run.check_run_id === null && patience > sending.clock())
    return { later: patience };
  await sendCheck(sending, repository, {
    row,
    check: checkOfRun(view),
    isFirstSign: true,
    known: run.check_run_id,
    keep: (id) => queries.updateTable("run").set({ check_run_id: id }).where("id", "=", runId).execute(),
  });
  if (run.pull_request !== null) {
    const key = `comment:${row.repository_id}:${run.pull_request}`;
    const detail = { pullRequest: run.pull_request };
    await want(queries, [{ key, kind: "comment", repositoryId: row.repository_id, detail }], sending.clock());
  }
  return "done";
};
