import * as z from "zod";
import type { Queries } from "../database/database.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent, shaSchema } from "./payload-schemas.ts";
import { wantButton } from "./want-button.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  check_suite: z.looseObject({ head_sha: shaSchema }),
});

/** Takes that all checks of a commit are to run again: what failed is tried again, and what completed is built anew. */
export const checkSuite = eventHandler(schema, async (context, payload) => {
  const { queries } = context;
  if (payload.action !== "rerequested") return `ignored: the hub does not act on ${payload.action}`;
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const runs = await newestRuns(queries, row.id, payload.check_suite.head_sha);
  if (runs.length === 0) return "ignored: no run is of this commit";
  for (const run of runs) {
    await wantButton(context, row.id, { asked: "again", run, actor: payload.sender.login });
  }
  return `asked for ${runs.map((run) => `run ${run}`).join(", ")} again`;
});

/** Returns the newest run of a commit for each branch, tag and pull request. */
async function newestRuns(queries: Queries, repositoryId: number, sha: string): Promise<readonly number[]> {
  const rows = await queries
    .selectFrom("run")
    .select("id")
    .distinctOn("ref")
    .where("repository_id", "=", repositoryId)
    .where("sha", "=", sha)
    .where("state", "<>", "SKIPPED")
    .orderBy("ref")
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ id }) => id);
}
