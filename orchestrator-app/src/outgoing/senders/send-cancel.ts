import { cancelWorkflowRun } from "../../github/actions-calls.ts";
import { hasAttempts } from "../../runs/cancel-dispatches.ts";
import { idIn } from "../row/id-in.ts";
import type { Send } from "../row/sending.ts";
import { lookFor } from "./send-dispatch.ts";

/** While other tasks of the dispatch are under way, whether they are is looked at again so often, in milliseconds. */
const pause = 30_000;

/** Cancels the run of GitHub that a dispatch has started, once none of its tasks is under way: `cancel:ID`. */
export const sendCancel: Send = async ({ database, call, clock }, row, repository) => {
  const id = idIn(row);
  const dispatch = await database.queries
    .selectFrom("dispatch")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  // One that is still wanted is not sent, because none of its tasks is under way.
  if (dispatch === undefined || dispatch.state === "refused" || dispatch.state === "wanted") return "done";
  if (await hasAttempts(database.queries, id)) return { later: new Date(clock().getTime() + pause) };
  const githubRun = dispatch.github_run_id ?? (await lookFor(call, repository, dispatch));
  if (githubRun !== undefined) {
    await cancelWorkflowRun(call, repository, githubRun);
    return "done";
  }
  // GitHub may show it soon; after an hour there is nothing to cancel.
  const isYoung = clock().getTime() - dispatch.created_at.getTime() < 3_600_000;
  return isYoung ? { later: new Date(clock().getTime() + pause) } : "done";
};
