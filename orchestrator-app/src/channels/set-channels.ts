import type { HubChannel } from "@debootc/core/hub-file/hub-file";
import type { Queries } from "../database/database.ts";

/** Sets the channels of a repository to those that its file has. Where a channel is stays known, also of one that went. */
export async function setChannels(
  queries: Queries,
  repositoryId: number,
  channels: readonly HubChannel[],
): Promise<void> {
  await queries.deleteFrom("channel_rule").where("repository_id", "=", repositoryId).execute();
  if (channels.length === 0) return;
  await queries
    .insertInto("channel_rule")
    .values(
      channels.map((channel) => ({
        ...{ repository_id: repositoryId, name: channel.name, rules: JSON.stringify(channel) },
      })),
    )
    .execute();
}

/** Returns whether a channel of a repository says which release is the latest one. */
export async function hasLatestChannel(queries: Queries, repositoryId: number): Promise<boolean> {
  const rows = await queries
    .selectFrom("channel_rule")
    .select("rules")
    .where("repository_id", "=", repositoryId)
    .execute();
  return rows.some(({ rules }) => rules.latest);
}
