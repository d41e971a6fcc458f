import * as z from "zod";
import type { Queries } from "../database/database.ts";
import { endRepositories } from "./end-repositories.ts";
import { type EventContext, eventHandler } from "./event-handler.ts";
import { addRepository } from "./follow-repository.ts";
import {
  type InstallationPayload,
  installationSchema,
  senderSchema,
  shortRepositorySchema,
} from "./payload-schemas.ts";

const schema = z.looseObject({
  action: z.string(),
  installation: installationSchema,
  repositories: z.array(shortRepositorySchema).optional(),
  sender: senderSchema,
});
type Payload = z.output<typeof schema>;

/** Follows where the App is installed, suspended and removed, and what it may do there. */
export const installation = eventHandler(schema, async (context, payload) => {
  switch (payload.action) {
    case "created":
      return create(context, payload);
    case "deleted":
      return remove(context, payload);
    case "suspend":
      return change(context.queries, payload.installation, "suspended", "suspended at");
    case "unsuspend":
      return change(context.queries, payload.installation, "active", "resumed at");
    case "new_permissions_accepted":
      return permit(context.queries, payload.installation);
    default:
      return `ignored: the hub does not act on ${payload.action}`;
  }
});

async function create({ queries }: EventContext, payload: Payload): Promise<string> {
  const { installation, repositories = [] } = payload;
  const outcome = await change(queries, installation, "active", "installed at");
  if (outcome === outdated) return outcome;
  for (const one of repositories) await addRepository(queries, installation.id, one);
  return `${outcome} with ${repositories.length} repositories`;
}

async function remove({ queries, at }: EventContext, payload: Payload): Promise<string> {
  const { id, account } = payload.installation;
  // It is final: the numbers of installations do not come again.
  await writeInstallation(queries, payload.installation, "removed");
  const rows = await queries
    .selectFrom("repository")
    .select("id")
    .where("installation_id", "=", id)
    .execute();
  const cause = { cause: "App removed", actor: payload.sender.login, at };
  const ids = rows.map((row) => row.id);
  const canceled = await endRepositories(queries, ids, "removed", cause);
  return `removed from ${account.login}: ${ids.length} repositories, ${canceled} runs canceled`;
}

const outdated = "ignored: what is known is newer";

/** Changes the state of an installation, unless what is known of it is newer or final. */
async function change(
  queries: Queries,
  payload: InstallationPayload,
  state: "active" | "suspended",
  done: string,
): Promise<string> {
  const known = await knownInstallation(queries, payload.id);
  if (known?.state === "removed") return outdated;
  if (known !== undefined && payload.updated_at < known.changed_at) return outdated;
  await writeInstallation(queries, payload, state);
  return `${done} ${payload.account.login}`;
}

/** Notes new permissions; they are accepted of an installation that is suspended as well, which it then stays. */
async function permit(queries: Queries, payload: InstallationPayload): Promise<string> {
  const known = await knownInstallation(queries, payload.id);
  const state = known?.state === "suspended" ? "suspended" : "active";
  return change(queries, payload, state, "new permissions at");
}

async function knownInstallation(queries: Queries, id: number) {
  return (
    queries
      .selectFrom("installation")
      .select(["state", "changed_at"])
      .where("id", "=", id)
      // Rows that refer to it do not wait for this.
      .forNoKeyUpdate()
      .executeTakeFirst()
  );
}

async function writeInstallation(
  queries: Queries,
  { id, account, permissions, updated_at }: InstallationPayload,
  state: "active" | "suspended" | "removed",
): Promise<void> {
  const changed = {
    account: account.login,
    account_type: account.type,
    state,
    permissions: JSON.stringify(permissions),
    changed_at: updated_at,
  };
  await queries
    .insertInto("installation")
    .values({ id, ...changed })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changed))
    .execute();
}
