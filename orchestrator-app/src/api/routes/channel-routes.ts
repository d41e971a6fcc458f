import { DebootcError } from "@debootc/core/error/debootc-error";
import { createRoute, z } from "@hono/zod-openapi";
import { promoteChannel, rollBackChannel } from "../../channels/promote-channel.ts";
import type { Queries } from "../../database/database.ts";
import { channelsOfRepository, movesOfRepository } from "../../queries/list-channels.ts";
import { repositoryByName } from "../../queries/list-runs.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { channelMoveSchema, channelMoveShape, channelSchema, channelShape } from "../shapes/channel-shape.ts";

const tags = ["channels"];
const repository = z.string().min(1).openapi({ example: "acme/os" });
const moved = { ...jsonAnswer(channelSchema, "The channel after it."), ...problemResponses };

const list = createRoute({
  method: "get",
  path: "/channels",
  tags,
  summary: "List the channels of a repository, and their latest moves",
  request: { query: z.strictObject({ repository }) },
  responses: {
    ...jsonAnswer(
      z
        .strictObject({ channels: z.array(channelSchema), moves: z.array(channelMoveSchema) })
        .openapi("ChannelList"),
      "The channels that its file has, and at most 100 moves, the newest first.",
    ),
    ...problemResponses,
  },
});

const promote = createRoute({
  method: "post",
  path: "/channels/promote",
  tags,
  summary: "Promote a release into a channel",
  description: "Nothing is built. A second request for the same release changes nothing.",
  request: {
    body: jsonBody(
      z.strictObject({
        repository,
        channel: z.string().min(1),
        tag: z.string().min(1).optional().openapi({ description: "The newest release if absent." }),
      }),
    ),
  },
  responses: moved,
});

const rollback = createRoute({
  method: "post",
  path: "/channels/rollback",
  tags,
  summary: "Move a channel back to the release before",
  description: "Each request goes one release further back, so it is not repeated by itself.",
  request: { body: jsonBody(z.strictObject({ repository, channel: z.string().min(1) })) },
  responses: moved,
});

/** Serves channels. */
export function channelRoutes({ database, clock, checksOf }: ApiDependencies) {
  const { queries } = database;
  return newRouter()
    .openapi(list, async (c) => {
      const id = await idOf(queries, c.req.valid("query").repository);
      const channels = (await channelsOfRepository(queries, id)).map(channelShape);
      const moves = (await movesOfRepository(queries, id)).map(channelMoveShape);
      return c.json({ channels, moves }, 200);
    })
    .openapi(promote, async (c) => {
      const { repository: name, channel, tag } = c.req.valid("json");
      const repositoryId = await idOf(queries, name);
      const steering = { actor: `key:${c.var.key.name}`, at: clock(), checksOf };
      await promoteChannel(database, { repositoryId, channel, tag }, steering);
      return c.json(await shown(repositoryId, channel), 200);
    })
    .openapi(rollback, async (c) => {
      const { repository: name, channel } = c.req.valid("json");
      const repositoryId = await idOf(queries, name);
      await rollBackChannel(
        database,
        { repositoryId, channel },
        { actor: `key:${c.var.key.name}`, at: clock() },
      );
      return c.json(await shown(repositoryId, channel), 200);
    });

  async function shown(repositoryId: number, channel: string) {
    const found = (await channelsOfRepository(queries, repositoryId)).find(({ name }) => name === channel);
    if (found === undefined) throw new DebootcError("not-found", `there is no channel ${channel}`);
    return channelShape(found);
  }
}

async function idOf(queries: Queries, name: string): Promise<number> {
  const found = await repositoryByName(queries, name);
  if (found !== undefined) return found.id;
  throw new DebootcError("not-found", `the hub does not know the repository ${name}`, {
    hint: "Install the App on it.",
  });
}
