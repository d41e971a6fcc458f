import { channelImages } from "@debootc/core/release/channel-images";
import { moveImageTag } from "../../channels/move-image-tag.ts";
import { placedChannels } from "../../channels/placed-channels.ts";
import type { Send } from "../row/sending.ts";

/** Moves the tag of a channel to the image of a variant in the release that it is at: `image:REPOSITORY:CHANNEL:VARIANT`. */
export const sendImage: Send = async ({ database, registries }, row, { fullName }) => {
  const [, , channel, variant] = row.key.split(":");
  const placed = await placedChannels(database.queries, row.repository_id);
  const found = placed.find(({ name }) => name === channel);
  if (found === undefined) return "done";
  const [owner = ""] = fullName.split("/");
  const { moves } = channelImages(found.rules, owner, found.images ?? {});
  const move = moves.find((one) => one.variant === variant);
  if (move !== undefined) await moveImageTag(registries, move);
  return "done";
};
