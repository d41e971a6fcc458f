import * as z from "zod";
import type { Queries } from "../database/database.ts";
import type { DispatchRow, Failure } from "../database/tables.ts";
import { failAttempt } from "../runs/apply-job.ts";
import { bindDispatch } from "../runs/bind-dispatch.ts";
import { cancelDispatches } from "../runs/cancel-dispatches.ts";
import { endAttempts } from "../runs/end-attempts.ts";
import { type Cause, lockRun } from "../store/move-task.ts";
import { type EventContext, eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  workflow_run: z.looseObject({
    id: z.int().positive(),
    event: z.string(),
    display_title: z.string().default(""),
    conclusion: z.string().nullable(),
  }),
});
type Payload = z.output<typeof schema>;

/**
 * Binds a dispatch to the run of GitHub that has its id in its title: the reply to the dispatch may have been lost. One that was
 * given up meanwhile is canceled. A run that GitHub could not even start has no jobs, and ends the attempts that wait for them.
 */
export const workflowRun = eventHandler(schema, async (context, payload) => {
  const row = await followRepository(context.queries, payload);
  if (typeof row === "string") return row;
  const { workflow_run: run, action } = payload;
  if (run.event !== "workflow_dispatch") return `ignored: started by ${run.event}`;
  const dispatch = await dispatchOf(context.queries, row.id, run);
  if (dispatch === undefined) return "ignored: no dispatch is in its title";
  const hubRun = await lockRun(context.queries, dispatch.run_id);
  if (!(await bindDispatch(context.queries, dispatch.id, { githubRunId: run.id, at: context.at }))) {
    return `ignored: another run of GitHub has dispatch ${dispatch.id}`;
  }
  // It was given up before it was known to run.
  if (dispatch.state === "refused" && action !== "completed" && hubRun !== undefined) {
    await cancelDispatches(context.queries, hubRun, [dispatch.id], context.at);
    return `run ${run.id} of GitHub has dispatch ${dispatch.id}, which was given up: it is canceled`;
  }
  if (action !== "completed" || run.conclusion !== "startup_failure") {
    return `run ${run.id} of GitHub has dispatch ${dispatch.id}`;
  }
  const failed = await failAttempts(context, dispatch);
  return `GitHub could not start dispatch ${dispatch.id}: ${failed} attempts failed`;
});

async function dispatchOf(
  queries: Queries,
  repositoryId: number,
  { id, display_title: title }: Payload["workflow_run"],
): Promise<DispatchRow | undefined> {
  const words = title.match(/[0-9]+-[0-9a-z-]+/g) ?? [];
  return queries
    .selectFrom("dispatch")
    .innerJoin("run", "run.id", "dispatch.run_id")
    .selectAll("dispatch")
    .where("run.repository_id", "=", repositoryId)
    .where((is) =>
      words.length === 0
        ? is("dispatch.github_run_id", "=", id)
        : is.or([is("dispatch.github_run_id", "=", id), is("dispatch.id", "in", words.slice(0, 20))]),
    )
    .orderBy("dispatch.created_at")
    .executeTakeFirst();
}

async function failAttempts({ queries, at }: EventContext, dispatch: DispatchRow): Promise<number> {
  const run = await lockRun(queries, dispatch.run_id);
  if (run === undefined) return 0;
  const cause: Cause = { cause: "workflow run completed", actor: "github", at };
  const failure: Failure = {
    code: "workflow-invalid",
    class: "configuration",
    message: `GitHub could not start the workflow ${dispatch.workflow}: its file has errors at ${dispatch.ref}`,
  };
  return endAttempts(queries, run, dispatch.id, {
    cause,
    end: (task) => failAttempt(queries, task, failure, cause),
  });
}
