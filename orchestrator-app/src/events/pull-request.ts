import { sql } from "kysely";
import * as z from "zod";
import type { Queries } from "../database/database.ts";
import { cancelRun } from "../runs/steer.ts";
import { startRun } from "../runs/start-run.ts";
import type { Cause } from "../store/move-task.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent, shaSchema, timeSchema } from "./payload-schemas.ts";

const side = z.looseObject({ sha: shaSchema });

const schema = z.looseObject({
  ...repositoryEvent,
  action: z.string(),
  number: z.int().positive(),
  pull_request: z.looseObject({
    // The repository that a pull request comes from may have been deleted since.
    head: side.extend({ repo: z.looseObject({ id: z.int() }).nullable() }),
    base: side,
    updated_at: timeSchema.optional(),
  }),
});

/** Starts a run for the newest commit of a pull request, in place of its runs before, and cancels them when it is closed. */
export const pullRequest = eventHandler(schema, async ({ queries, guid, at }, payload) => {
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  const { action, number, sender } = payload;
  const cause = { cause: `pull request ${action}`, actor: sender.login, at };
  if (await isOutdated(queries, row.id, payload))
    return "ignored: what is known of the pull request is newer";
  if (action === "closed") return `${await cancelRunsOf(queries, row.id, number, cause)} runs canceled`;
  if (action !== "opened" && action !== "synchronize" && action !== "reopened") {
    return `ignored: the hub does not act on ${action}`;
  }
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const { head, base } = payload.pull_request;
  const canceled = await cancelRunsOf(queries, row.id, number, cause);
  const { id, isNew } = await startRun(queries, {
    repositoryId: row.id,
    causeKey: `delivery:${guid}`,
    cause: "pull_request",
    ref: `refs/pull/${number}/head`,
    sha: head.sha,
    // Whoever opens a pull request could change the configuration with it.
    configSha: base.sha,
    pullRequest: number,
    isFork: head.repo?.id !== row.id,
    actor: sender.login,
    at,
  });
  const before = canceled === 0 ? "" : `, canceled ${canceled} of earlier commits`;
  return isNew ? `started run ${id}${before}` : `no change: run ${id} was started before`;
});

/** Events overtake each other, and come again: one that is older than what led to the newest run changes nothing. */
async function isOutdated(
  queries: Queries,
  repositoryId: number,
  { number, pull_request: { updated_at: changedAt } }: z.output<typeof schema>,
): Promise<boolean> {
  if (changedAt === undefined) return false;
  const newest = await queries
    .selectFrom("run")
    .innerJoin("delivery", (join) =>
      // Cause keys of events are `delivery:GUID`; by the GUID alone the row is found at once.
      join.on("delivery.guid", "=", sql<string>`substr(run.cause_key, length('delivery:') + 1)`),
    )
    .select("delivery.body")
    .where("run.repository_id", "=", repositoryId)
    .where("run.pull_request", "=", number)
    .where("run.cause", "=", "pull_request")
    .orderBy("run.id", "desc")
    .executeTakeFirst();
  if (newest?.body == null) return false;
  const known = schema.safeParse(JSON.parse(newest.body)).data?.pull_request.updated_at;
  return known !== undefined && changedAt < known;
}

async function cancelRunsOf(
  queries: Queries,
  repositoryId: number,
  pullRequest: number,
  cause: Cause,
): Promise<number> {
  const runs = await queries
    .selectFrom("run")
    .select("id")
    .where("repository_id", "=", repositoryId)
    .where("pull_request", "=", pullRequest)
    .where("state", "in", ["PLANNING", "WAITING", "OPEN"])
    .orderBy("id")
    .execute();
  for (const { id } of runs) await cancelRun(queries, id, cause);
  return runs.length;
}
