import { composeRecord } from "@debootc/core/compose/compose-record";
import { type ComposeResult, recordOf } from "@debootc/core/compose/compose-result";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { timingsOf, timingsRecord } from "@debootc/core/compose/timings";
import type { Event } from "@debootc/core/event/event";
import { flushFileSystem } from "@debootc/tools/sync";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pointLatest, setStatus } from "../composed/compose-directory.ts";
import type { GraphOutcome } from "../engine/run-nodes.ts";
import { resultOf } from "./result-of.ts";
import type { ComposeSlots, ComposingLeg } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";

/** Writes what a compose came to into it, and when all of it is on disk lets STATUS and `latest` say so. */
export async function finishCompose(
  setting: ComposeSetting,
  legs: readonly ComposingLeg[],
  slots: ComposeSlots,
  outcome: GraphOutcome,
  events: readonly Event[],
): Promise<ComposeResult> {
  const { directory, outputDir } = setting;
  const timings = timingsOf(directory.id, events);
  const result = resultOf({ setting, legs, slots }, outcome, { timings: timings?.nodes ?? [], events });
  const record = composeRecord.serialize(portableCompose(recordOf(result)));
  await writeFile(join(directory.metadata, "compose.json"), record);
  if (timings) await writeFile(join(directory.logs, "timings.json"), timingsRecord.serialize(timings));
  await flushFileSystem(directory.path);
  await setStatus(directory, outcome.failed.length === 0 ? "FINISHED" : "FINISHED_INCOMPLETE");
  await pointLatest(outputDir, directory.path);
  return result;
}
