import { isRunOver } from "@debootc/core/task/run-state";
import * as z from "zod";
import type { Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import { retryRun } from "../runs/steer.ts";
import { startRun } from "../runs/start-run.ts";
import { type EventContext, eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent, shaSchema } from "./payload-schemas.ts";
import { steered } from "./steered.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  check_suite: z.looseObject({ head_sha: shaSchema }),
});

/** Runs all checks of a commit again: what failed is tried again, and what completed is built anew. */
export const checkSuite = eventHandler(schema, async (context, payload) => {
  const { queries } = context;
  if (payload.action !== "rerequested") return `ignored: the hub does not act on ${payload.action}`;
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const runs = await newestRuns(queries, row.id, payload.check_suite.head_sha);
  const outcomes: string[] = [];
  for (const run of runs) outcomes.push(await again(context, run, payload.sender.login));
  return outcomes.length === 0 ? "ignored: no run is of this commit" : outcomes.join("; ");
});

/** Returns the newest run of a commit for each branch, tag and pull request. */
async function newestRuns(queries: Queries, repositoryId: number, sha: string): Promise<RunRow[]> {
  return queries
    .selectFrom("run")
    .selectAll()
    .distinctOn("ref")
    .where("repository_id", "=", repositoryId)
    .where("sha", "=", sha)
    .where("state", "<>", "SKIPPED")
    .orderBy("ref")
    .orderBy("id", "desc")
    .execute();
}

async function again({ queries, guid, at }: EventContext, run: RunRow, actor: string): Promise<string> {
  if (!isRunOver(run.state)) return `no change: run ${run.id} is ${run.state}`;
  if (run.state !== "COMPLETED") {
    const cause = { cause: "check suite", actor, at };
    return steered(retryRun(queries, run.id, cause), `retry of run ${run.id}`);
  }
  const { id } = await startRun(queries, {
    repositoryId: run.repository_id,
    causeKey: `delivery:${guid}:${run.id}`,
    cause: run.cause,
    ref: run.ref,
    sha: run.sha,
    configSha: run.config_sha,
    ...(run.pull_request === null ? {} : { pullRequest: run.pull_request }),
    isFork: run.is_fork,
    actor,
    priority: run.priority,
    at,
  });
  return `started run ${id} like run ${run.id}`;
}
