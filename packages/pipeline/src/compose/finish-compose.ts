import { type ComposeResult, composeResult } from "@debootc/core/compose/compose-result";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { timingsOf, timingsRecord } from "@debootc/core/compose/timings";
import type { Event } from "@debootc/core/event/event";
import { flushFileSystem } from "@debootc/tools/sync";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pointLatest, setStatus } from "../composed/compose-directory.ts";
import type { GraphOutcome } from "../engine/run-nodes.ts";
import { resultOf } from "./result-of.ts";
import type { ComposeSlots } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";

/** Writes what a compose came to into it, and when all of it is on disk lets STATUS and `latest` say so. */
export async function finishCompose(
  setting: ComposeSetting,
  slots: ComposeSlots,
  outcome: GraphOutcome,
  events: readonly Event[],
): Promise<ComposeResult> {
  const { directory, outputDir } = setting;
  const timings = timingsOf(directory.id, events);
  const result = resultOf(setting, slots, outcome, { timings: timings?.nodes ?? [], events });
  const file = (name: string) => join(directory.metadata, name);
  await writeFile(file("compose.json"), composeResult.serialize(portableCompose(result)));
  if (timings) await writeFile(file("timings.json"), timingsRecord.serialize(timings));
  await flushFileSystem(directory.path);
  await setStatus(directory, outcome.failed.length === 0 ? "FINISHED" : "FINISHED_INCOMPLETE");
  await pointLatest(outputDir, directory.path);
  return result;
}
