import { placedChannels } from "../../channels/placed-channels.ts";
import { updateRelease } from "../../github/release-calls.ts";
import type { Send } from "../row/sending.ts";

/** Lets GitHub show the release of the channel that says so as the latest one: `latest:REPOSITORY`. */
export const sendLatest: Send = async ({ database, call }, row, repository) => {
  const placed = await placedChannels(database.queries, row.repository_id);
  const latest = placed.find(({ rules }) => rules.latest);
  if (latest === undefined || latest.github_id === null) return "done";
  await updateRelease(call, repository, latest.github_id, { make_latest: "true" });
  return "done";
};
