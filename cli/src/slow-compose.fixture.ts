import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { appendFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { bootableResult } from "./render/screens/compose-result.fixture.ts";
import { recordedCompose } from "./render/stream/recorded-compose.fixture.ts";

/**
 * Reports that it runs, waits for a minute unless it is stopped, and then cleans up. With `FINISH` in the environment it
 * comes to its end at once, and notes that in the file of that name.
 */
export async function runCompose(
  _request: object,
  { emit, signal }: PipelineDependencies,
): Promise<ComposeResult> {
  if (process.env.FINISH) return finished(process.env.FINISH, emit);
  for (const event of recordedCompose.slice(0, 5)) emit(event);
  try {
    await sleep(60_000, undefined, { signal });
  } finally {
    await sleep(process.env.HANG ? 60_000 : 50);
    process.stderr.write("cleaned up\n");
  }
  throw new Error("nobody stopped it");
}

async function finished(note: string, emit: PipelineDependencies["emit"]): Promise<ComposeResult> {
  for (const event of recordedCompose) {
    emit(event);
    await sleep(5);
  }
  await appendFile(note, "finished\n");
  return bootableResult;
}
