import * as z from "zod";
import { eventHandler } from "./event-handler.ts";

const schema = z.looseObject({ hook_id: z.int(), zen: z.string().optional() });

/** Answers GitHub's question whether the webhook works: that it was stored is the answer. */
export const ping = eventHandler(schema, async (_, { hook_id: id }) => `hook ${id} reaches the hub`);
