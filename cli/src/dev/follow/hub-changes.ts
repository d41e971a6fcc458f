import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import * as z from "zod";
import { followStream } from "../../hub/follow-stream.ts";

const changeSchema = z.looseObject({
  id: z.number(),
  run: z.number(),
  task: z.number().nullable(),
  from: z.string().nullable(),
  to: z.string(),
  cause: z.string(),
  actor: z.string(),
});

/** Is one change of a run or of one of its tasks. */
export type Change = z.output<typeof changeSchema>;

/** Yields every change since the first one, in their order and each once, also across ends of the hub, until the signal. */
export async function* hubChanges(access: HubAccess, signal: AbortSignal): AsyncGenerator<Change> {
  const stream = { path: "/events", after: "0", isLast: () => false, patience: Number.POSITIVE_INFINITY };
  try {
    for await (const { data } of followStream(access, { ...stream, signal }))
      yield changeSchema.parse(JSON.parse(data));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
