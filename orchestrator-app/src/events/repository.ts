import * as z from "zod";
import { endRepositories } from "./end-repositories.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent } from "./payload-schemas.ts";

const schema = z.looseObject({ ...repositoryEvent, action: z.string() });

/** Follows repositories that are renamed, transferred, archived, deleted, or become private or public. */
export const repository = eventHandler(schema, async ({ queries, at }, payload) => {
  const { action, sender } = payload;
  const { id, full_name: name, owner, archived } = payload.repository;
  const cause = { cause: `repository ${action}`, actor: sender.login, at };
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  const { account } = await queries
    .selectFrom("installation")
    .select("account")
    .where("id", "=", row.installation_id)
    .executeTakeFirstOrThrow();
  const left = action === "transferred" && account.toLowerCase() !== owner.login.toLowerCase();
  if (action === "deleted" || left) {
    const canceled = await endRepositories(queries, [id], "removed", cause);
    return `${name} was ${action}: ${canceled} runs canceled`;
  }
  if (archived && row.state === "archived") {
    const canceled = await endRepositories(queries, [id], "archived", cause);
    return `${name} is archived: ${canceled} runs canceled`;
  }
  return `followed ${name}: ${action}`;
});
