import type { Queries } from "../database/database.ts";

/** Returns the channels of a repository that have a release, with their rules and what is sent of it; the last moved first. */
export async function placedChannels(queries: Queries, repositoryId: number) {
  return queries
    .selectFrom("channel_rule")
    .innerJoin("channel", (join) =>
      join
        .onRef("channel.repository_id", "=", "channel_rule.repository_id")
        .onRef("channel.name", "=", "channel_rule.name"),
    )
    .innerJoin("release", "release.id", "channel.release_id")
    .select(["channel_rule.name", "channel_rule.rules", "release.images", "release.github_id"])
    .where("channel.repository_id", "=", repositoryId)
    .orderBy("channel.moved_at", "desc")
    .execute();
}
