import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { keyOf } from "../../hub/ask-hub.ts";

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

/** How long a hub that does not answer is left alone. */
const pauseMs = 500;

/** Yields every change since the first one, in their order and each once, also across ends of the hub, until the signal. */
export async function* hubChanges(access: HubAccess, signal: AbortSignal): AsyncGenerator<Change> {
  let last = 0;
  while (!signal.aborted) {
    try {
      for await (const change of streamed(access, last, signal)) {
        last = change.id;
        yield change;
      }
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

async function* streamed(access: HubAccess, after: number, signal: AbortSignal): AsyncGenerator<Change> {
  const response = await fetch(new URL("/api/v1/events", access.hub), {
    headers: { Authorization: `Bearer ${await keyOf(access)}`, "Last-Event-ID": String(after) },
    redirect: "error",
    signal,
  });
  if (!response.ok || response.body === null) return;
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data !== undefined) yield changeSchema.parse(JSON.parse(data.slice("data: ".length)));
    }
  }
}
