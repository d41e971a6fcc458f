import * as z from "zod";
import { endRepositories } from "./end-repositories.ts";
import { eventHandler } from "./event-handler.ts";
import { addRepository } from "./follow-repository.ts";
import { installationSchema, senderSchema, shortRepositorySchema } from "./payload-schemas.ts";

const schema = z.looseObject({
  installation: installationSchema,
  repositories_added: z.array(shortRepositorySchema),
  repositories_removed: z.array(z.looseObject({ id: z.int().positive() })),
  sender: senderSchema,
});

/** Follows which repositories an installation has. */
export const installationRepositories = eventHandler(schema, async ({ queries, at }, payload) => {
  const { id, account, permissions, updated_at } = payload.installation;
  const known = await queries
    .insertInto("installation")
    .values({
      id,
      account: account.login,
      account_type: account.type,
      state: "active",
      permissions: JSON.stringify(permissions),
      changed_at: updated_at,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ id }))
    .returning("state")
    .executeTakeFirstOrThrow();
  if (known.state === "removed") return `ignored: the App was removed from ${account.login}`;
  for (const repository of payload.repositories_added) await addRepository(queries, id, repository);
  const gone = payload.repositories_removed.map((repository) => repository.id);
  const own =
    gone.length === 0
      ? []
      : await queries
          .selectFrom("repository")
          .select("id")
          .where("id", "in", gone)
          // One that another installation has by now is not removed by the one that had it before.
          .where("installation_id", "=", id)
          .execute();
  const cause = { cause: "App removed", actor: payload.sender.login, at };
  const ids = own.map((row) => row.id);
  const canceled = await endRepositories(queries, ids, "removed", cause);
  const added = payload.repositories_added.length;
  return `${account.login}: ${added} repositories added, ${ids.length} removed, ${canceled} runs canceled`;
});
