import { dateSummary } from "@debootc/core/ostree/date-summary";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeSummary } from "./ostree-signing.ts";

/**
 * Writes the summary of a repository without a signature, last changed at a given time (in seconds since 1970), so that equal
 * repositories have equal summaries.
 */
export async function writeDatedSummary(repo: string, seconds: number, signal: AbortSignal): Promise<void> {
  await writeSummary(repo, ".", [], signal);
  const file = join(repo, "summary");
  await writeFile(`${file}.new`, dateSummary(await readFile(file), seconds));
  await rename(`${file}.new`, file);
}
