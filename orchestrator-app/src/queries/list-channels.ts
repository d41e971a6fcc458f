import type { Queries } from "../database/database.ts";

/** So many moves of channels are shown. */
const mostMoves = 100;

/** Returns the channels of a repository, with where each is. */
export async function channelsOfRepository(queries: Queries, repositoryId: number) {
  return queries
    .selectFrom("channel_rule")
    .leftJoin("channel", (join) =>
      join
        .onRef("channel.repository_id", "=", "channel_rule.repository_id")
        .onRef("channel.name", "=", "channel_rule.name"),
    )
    .leftJoin("release", "release.id", "channel.release_id")
    .select([
      ...(["channel_rule.name", "channel_rule.rules", "channel.release_id", "channel.digest"] as const),
      ...(["channel.moved_at", "release.tag"] as const),
    ])
    .where("channel_rule.repository_id", "=", repositoryId)
    .orderBy("channel_rule.name")
    .execute();
}

/** Returns the moves of all channels of a repository, the newest first. */
export async function movesOfRepository(queries: Queries, repositoryId: number) {
  return queries
    .selectFrom("channel_move")
    .innerJoin("release as to", "to.id", "channel_move.to_release")
    .leftJoin("release as from", "from.id", "channel_move.from_release")
    .select([
      ...(["channel_move.channel", "channel_move.kind", "channel_move.actor", "channel_move.at"] as const),
      ...(["channel_move.from_digest", "channel_move.to_digest"] as const),
      ...(["from.tag as from_tag", "to.tag as to_tag"] as const),
    ])
    .where("channel_move.repository_id", "=", repositoryId)
    .orderBy("channel_move.id", "desc")
    .limit(mostMoves)
    .execute();
}
