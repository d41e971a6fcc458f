import { type Timings, timingsRecord } from "@debootc/core/compose/timings";
import { flushFileSystem } from "@debootc/tools/sync";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ComposeDirectory, setStatus } from "../composed/compose-directory.ts";

/** Ends a compose that was to do only some of its steps: STATUS says that it stopped, and it can be gone on with. */
export async function stopCompose(directory: ComposeDirectory, timings: Timings | undefined): Promise<void> {
  if (timings) await writeFile(join(directory.logs, "timings.json"), timingsRecord.serialize(timings));
  await flushFileSystem(directory.path);
  await setStatus(directory, "TERMINATED");
}
