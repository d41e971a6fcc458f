import { channelImages } from "@debootc/core/release/channel-images";
import { moveImageTag } from "../../channels/move-image-tag.ts";
import type { Queries } from "../../database/database.ts";
import type { Send } from "../row/sending.ts";

/** Moves the tag of a channel to the image of a variant in the release that it is at: `image:REPOSITORY:CHANNEL:VARIANT`. */
export const sendImage: Send = async ({ database, registries }, row, { fullName }) => {
  const [, , channel = "", variant = ""] = row.key.split(":");
  const found = await presentRelease(database.queries, row.repository_id, channel);
  if (found === undefined) return "done";
  const [owner = ""] = fullName.split("/");
  const { moves } = channelImages(found.rules, owner, found.images ?? {});
  const move = moves.find((one) => one.variant === variant);
  if (move !== undefined) await moveImageTag(registries, move);
  return "done";
};

async function presentRelease(queries: Queries, repositoryId: number, name: string) {
  return queries
    .selectFrom("channel_rule")
    .innerJoin("channel", (join) =>
      join
        .onRef("channel.repository_id", "=", "channel_rule.repository_id")
        .onRef("channel.name", "=", "channel_rule.name"),
    )
    .innerJoin("release", "release.id", "channel.release_id")
    .select(["channel_rule.rules", "release.images"])
    .where("channel.repository_id", "=", repositoryId)
    .where("channel.name", "=", name)
    .executeTakeFirst();
}
