import { z } from "@hono/zod-openapi";
import type { channelsOfRepository, movesOfRepository } from "../../queries/list-channels.ts";
import { timeSchema } from "./shared-shapes.ts";

export const channelSchema = z
  .strictObject({
    name: z.string(),
    current: z
      .strictObject({ release: z.int(), tag: z.string(), digest: z.string() })
      .nullable()
      .openapi({ description: "The release that it is at; absent before the first one." }),
    movedAt: timeSchema.nullable(),
    rules: z.strictObject({
      automatic: z.boolean(),
      latest: z.boolean(),
      after: z.string().nullable(),
      ageSeconds: z.int(),
      checks: z.array(z.string()),
    }),
  })
  .openapi("Channel");

/** Returns a channel as the API shows it. */
export function channelShape(
  row: Awaited<ReturnType<typeof channelsOfRepository>>[number],
): z.infer<typeof channelSchema> {
  const { name, release_id: release, tag, digest, moved_at, rules } = row;
  return {
    name,
    current: release === null || tag === null || digest === null ? null : { release, tag, digest },
    movedAt: moved_at?.toISOString() ?? null,
    rules: {
      ...{ automatic: rules.automatic, latest: rules.latest, after: rules.after ?? null },
      ...{ ageSeconds: rules.ageSeconds, checks: [...rules.checks] },
    },
  };
}

export const channelMoveSchema = z
  .strictObject({
    channel: z.string(),
    kind: z.enum(["promote", "rollback"]),
    from: z.string().nullable(),
    to: z.string(),
    fromDigest: z.string().nullable(),
    toDigest: z.string(),
    actor: z.string(),
    at: timeSchema,
  })
  .openapi("ChannelMove");

/** Returns a move of a channel as the API shows it. */
export function channelMoveShape(
  row: Awaited<ReturnType<typeof movesOfRepository>>[number],
): z.infer<typeof channelMoveSchema> {
  return {
    channel: row.channel,
    kind: row.kind,
    from: row.from_tag,
    to: row.to_tag,
    fromDigest: row.from_digest,
    toDigest: row.to_digest,
    actor: row.actor,
    at: row.at.toISOString(),
  };
}
