import { composeStatuses } from "@debootc/core/compose/compose-status";
import { composeAt } from "@debootc/core/compose/placed-compose";
import { type ComposeRecord, composeRecord } from "@debootc/core/compose/compose-record";
import { quoted } from "@debootc/core/text/quoted";
import { readIfPresent } from "@debootc/tools/files/paths";
import { join } from "node:path";

/** Is what a directory that may be one of a compose holds: its record, or why there is none. */
export type FoundComposeDirectory =
  | { readonly compose: ComposeRecord }
  | {
      readonly compose?: undefined;
      /** Such as `is DOOMED, not finished`, for messages about it. */
      readonly flaw: string;
    };

/** Reads the compose in a directory; undefined where there is none. Throws `record-invalid`. */
export async function readCompose(directory: string): Promise<FoundComposeDirectory | undefined> {
  const status = (await readIfPresent(join(directory, "STATUS")))?.toString().trim();
  if (status === undefined) return undefined;
  if (!status.startsWith("FINISHED")) {
    const word = composeStatuses.find((known) => known === status) ?? quoted(status);
    return { flaw: `is ${word}, not finished` };
  }
  const record = "compose/metadata/compose.json";
  const file = join(directory, record);
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined) return { flaw: `has lost its record, ${record}` };
  return { compose: composeAt(composeRecord.parse(text, file), directory) };
}
