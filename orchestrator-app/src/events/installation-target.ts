import { sql } from "kysely";
import * as z from "zod";
import { eventHandler } from "./event-handler.ts";
import { accountSchema } from "./payload-schemas.ts";

const schema = z.looseObject({
  action: z.string(),
  account: accountSchema,
  installation: z.looseObject({ id: z.int().positive() }),
});

/** Follows accounts that are renamed, which renames all their repositories. */
export const installationTarget = eventHandler(schema, async ({ queries }, payload) => {
  if (payload.action !== "renamed") return `ignored: the hub does not act on ${payload.action}`;
  const { login } = payload.account;
  const { id } = payload.installation;
  await queries.updateTable("installation").set({ account: login }).where("id", "=", id).execute();
  const renamed = await queries
    .updateTable("repository")
    .set({ full_name: sql<string>`${login}::text || '/' || split_part(full_name, '/', 2)` })
    .where("installation_id", "=", id)
    .where("state", "<>", "removed")
    // One that another repository took the name of has none until its own event comes.
    .where("full_name", "<>", sql<string>`'unknown/' || id`)
    .executeTakeFirst();
  return `renamed to ${login}: ${renamed.numUpdatedRows} repositories`;
});
