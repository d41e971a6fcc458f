import { composeAt } from "@debootc/core/compose/placed-compose";
import { type ComposeRecord, composeRecord } from "@debootc/core/compose/compose-record";
import { readIfPresent } from "@debootc/tools/files/paths";
import { join } from "node:path";

/** Says what a directory that may be one of a compose holds. */
export interface FoundComposeDirectory {
  /** The word in STATUS. */
  readonly status: string;
  /** Its record; absent until it has finished. */
  readonly compose?: ComposeRecord;
}

/** Reads the compose in a directory; undefined where there is none. Throws `record-invalid`. */
export async function readCompose(directory: string): Promise<FoundComposeDirectory | undefined> {
  const status = (await readIfPresent(join(directory, "STATUS")))?.toString().trim();
  if (status === undefined) return undefined;
  const file = join(directory, "compose/metadata/compose.json");
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined || !status.startsWith("FINISHED")) return { status };
  return { status, compose: composeAt(composeRecord.parse(text, file), directory) };
}
