import { composeRecord } from "@debootc/core/compose/compose-record";
import { type ComposeResult, recordOf } from "@debootc/core/compose/compose-result";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { type Timings, timingsRecord } from "@debootc/core/compose/timings";
import { flushFileSystem } from "@debootc/tools/sync";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ComposeDirectory, pointLatest, setStatus } from "../composed/compose-directory.ts";
import { writeChecksums } from "./write-checksums.ts";

interface Finishing {
  readonly directory: ComposeDirectory;
  readonly outputDir: string;
  readonly timings: Timings | undefined;
}

/** Writes what a compose came to into it, with checksums of its files, and when all of it is on disk lets STATUS and `latest` say so. */
export async function finishCompose(
  result: ComposeResult,
  { directory, outputDir, timings }: Finishing,
): Promise<void> {
  const record = composeRecord.serialize(portableCompose(recordOf(result)));
  await writeFile(join(directory.metadata, "compose.json"), record);
  await writeChecksums({
    top: join(directory.path, "compose"),
    metadata: directory.metadata,
    legs: result.legs,
  });
  if (timings) await writeFile(join(directory.logs, "timings.json"), timingsRecord.serialize(timings));
  await flushFileSystem(directory.path);
  await setStatus(directory, result.failed === undefined ? "FINISHED" : "FINISHED_INCOMPLETE");
  await pointLatest(outputDir, directory.path);
}
