import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { setTimeout as sleep } from "node:timers/promises";
import { recordedCompose } from "./render/stream/recorded-compose.fixture.ts";

/** Tells that it runs, waits for a minute unless it is stopped, and then cleans up. */
export async function composeTreefile(
  _request: object,
  { emit, signal }: PipelineDependencies,
): Promise<never> {
  for (const event of recordedCompose.slice(0, 5)) emit(event);
  try {
    await sleep(60_000, undefined, { signal });
  } finally {
    await sleep(process.env.HANG ? 60_000 : 50);
    process.stderr.write("cleaned up\n");
  }
  throw new Error("nobody stopped it");
}
