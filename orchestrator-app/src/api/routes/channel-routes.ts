import { DebootcError } from "@debootc/core/error/debootc-error";
import { createRoute, z } from "@hono/zod-openapi";
import { findPromotion, promoteChannel, rollBackChannel } from "../../channels/promote-channel.ts";
import type { Queries } from "../../database/database.ts";
import { channelsOfRepository, movesOfRepository } from "../../queries/list-channels.ts";
import { repositoryByName } from "../../queries/list-runs.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { changeOnce } from "../frame/change-once.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { channelMoveSchema, channelMoveShape, channelSchema, channelShape } from "../shapes/channel-shape.ts";
import { idempotencyHeader } from "../shapes/shared-shapes.ts";

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
    headers: idempotencyHeader,
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
  description:
    "Each request goes one release further back, but one that is repeated with its `Idempotency-Key`.",
  request: {
    headers: idempotencyHeader,
    body: jsonBody(z.strictObject({ repository, channel: z.string().min(1) })),
  },
  responses: moved,
});

/** Serves channels. */
export function channelRoutes(deps: ApiDependencies) {
  const { database } = deps;
  const { queries } = database;
  return newRouter()
    .openapi(list, async (c) => {
      const id = await idOf(queries, c.req.valid("query").repository);
      const channels = (await channelsOfRepository(queries, id)).map(channelShape);
      const moves = (await movesOfRepository(queries, id)).map(channelMoveShape);
      return c.json({ channels, moves }, 200);
    })
    .openapi(promote, async (c) => {
      const body = c.req.valid("json");
      const { channel, tag } = body;
      const repositoryId = await idOf(queries, body.repository);
      const answer = await changeOnce(c, deps, {
        body,
        prepare: () => findPromotion(queries, { repositoryId, channel, tag }, deps),
        work: async (trx, cause, promotion) => {
          await promoteChannel(trx, promotion, cause);
          return shown(trx, repositoryId, channel);
        },
      });
      return c.json(answer, 200);
    })
    .openapi(rollback, async (c) => {
      const body = c.req.valid("json");
      const { channel } = body;
      const repositoryId = await idOf(queries, body.repository);
      const answer = await changeOnce(c, deps, {
        body,
        work: async (trx, cause) => {
          await rollBackChannel(trx, { repositoryId, channel }, cause);
          return shown(trx, repositoryId, channel);
        },
      });
      return c.json(answer, 200);
    });
}

async function shown(queries: Queries, repositoryId: number, channel: string) {
  const found = (await channelsOfRepository(queries, repositoryId)).find(({ name }) => name === channel);
  if (found === undefined) throw new DebootcError("not-found", `there is no channel ${channel}`);
  return channelShape(found);
}

async function idOf(queries: Queries, name: string): Promise<number> {
  const found = await repositoryByName(queries, name);
  if (found !== undefined) return found.id;
  throw new DebootcError("not-found", `the hub does not know the repository ${name}`, {
    hint: "Install the App on it.",
  });
}
