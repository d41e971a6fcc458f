import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";

/** Writes the `Packages` index of a flat directory of .debs. */
export async function indexFlatRepository(directory: string, signal: AbortSignal): Promise<void> {
  const { stdout } = await run({ tool: "apt-ftparchive", args: ["packages", "."], cwd: directory, signal });
  await writeFile(join(directory, "Packages"), stdout);
}
