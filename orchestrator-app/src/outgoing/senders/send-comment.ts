import * as z from "zod";
import type { Queries } from "../../database/database.ts";
import { createComment, findComment, updateComment } from "../../github/comment-calls.ts";
import { readRunView } from "../row/read-run-view.ts";
import type { Send } from "../row/sending.ts";
import { commentOfRun, markerOf } from "../text/comment-of-run.ts";

const detailSchema = z.object({ pullRequest: z.int().positive() });

/** Keeps the one comment on a pull request up to date, which is about its newest run: `comment:REPOSITORY:PULL`. */
export const sendComment: Send = async (sending, row, repository) => {
  const { call, database, htmlUrl, appId, clock } = sending;
  const { queries } = database;
  const { pullRequest } = detailSchema.parse(row.detail);
  const newest = await queries
    .selectFrom("run")
    .select("id")
    .where("repository_id", "=", row.repository_id)
    .where("pull_request", "=", pullRequest)
    .where("state", "<>", "SKIPPED")
    .orderBy("id", "desc")
    .executeTakeFirst();
  const view = newest && (await readRunView(queries, newest.id, htmlUrl));
  if (view === undefined) return "done";
  const body = commentOfRun(view);
  const known = await knownComment(queries, row.key);
  if (known !== undefined && (await updateComment(call, repository, { id: known, body }))) return "done";
  const marker = markerOf(pullRequest);
  const found = await findComment(call, repository, { issue: pullRequest, marker, appId: appId() });
  if (found !== undefined && found !== known) await updateComment(call, repository, { id: found, body });
  const id = found ?? (await createComment(call, repository, { issue: pullRequest, body }));
  await keepComment(queries, row.key, id, clock());
  return "done";
};

async function knownComment(queries: Queries, name: string): Promise<number | undefined> {
  const row = await queries.selectFrom("cursor").select("value").where("name", "=", name).executeTakeFirst();
  return row === undefined ? undefined : Number(row.value);
}

async function keepComment(queries: Queries, name: string, id: number, at: Date): Promise<void> {
  await queries
    .insertInto("cursor")
    .values({ name, value: String(id), changed_at: at })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: String(id), changed_at: at }))
    .execute();
}
