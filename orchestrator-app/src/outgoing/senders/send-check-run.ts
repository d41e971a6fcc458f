import { want } from "../../store/outgoing.ts";
import { numberIn } from "../number-in.ts";
import { readRunView } from "../read-run-view.ts";
import type { Send } from "../sending.ts";
import { checkOfRun } from "../text/check-of-run.ts";
import { sendCheck } from "./send-check.ts";

/** Shows a run as a check run, and lets the comment of its pull request be brought up to date: `check-run:3`. */
export const sendCheckRun: Send = async (sending, row, repository) => {
  const { queries } = sending.database;
  const runId = numberIn(row.key);
  const view = await readRunView(queries, runId, sending.htmlUrl);
  if (view === undefined) return "done";
  await sendCheck(sending, repository, {
    row,
    check: checkOfRun(view),
    known: view.run.check_run_id,
    keep: (id) => queries.updateTable("run").set({ check_run_id: id }).where("id", "=", runId).execute(),
  });
  if (view.run.pull_request !== null) {
    const key = `comment:${row.repository_id}:${view.run.pull_request}`;
    const detail = { pullRequest: view.run.pull_request };
    await want(queries, [{ key, kind: "comment", repositoryId: row.repository_id, detail }], sending.clock());
  }
  return "done";
};
