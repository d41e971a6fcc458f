import { updateRelease } from "../../github/release-calls.ts";
import type { Send } from "../row/sending.ts";

/** Lets GitHub show the release of the channel that says so as the latest one: `latest:REPOSITORY`. */
export const sendLatest: Send = async ({ database, call }, row, repository) => {
  const found = await database.queries
    .selectFrom("channel_rule")
    .innerJoin("channel", (join) =>
      join
        .onRef("channel.repository_id", "=", "channel_rule.repository_id")
        .onRef("channel.name", "=", "channel_rule.name"),
    )
    .innerJoin("release", "release.id", "channel.release_id")
    .select(["release.github_id", "channel_rule.rules"])
    .where("channel.repository_id", "=", row.repository_id)
    .orderBy("channel.moved_at", "desc")
    .execute();
  const latest = found.find(({ rules }) => rules.latest);
  if (latest === undefined || latest.github_id === null) return "done";
  await updateRelease(call, repository, latest.github_id, { make_latest: "true" });
  return "done";
};
