import { type ComposeResult, composeResult } from "@debootc/core/compose/compose-result";
import { composeAt } from "@debootc/core/compose/placed-compose";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { readIfPresent } from "@debootc/tools/files/paths";
import { realpath } from "node:fs/promises";
import { join } from "node:path";

/** Finds a finished compose by its directory, its ID in the output directory, or `latest`. Throws `usage`. */
export async function findCompose(
  { given, path }: NamedPlace,
  outputDir: string,
): Promise<{ readonly directory: string; readonly result: ComposeResult }> {
  for (const candidate of [path, join(outputDir, given)]) {
    const directory = await realpath(candidate).catch(() => undefined);
    if (directory === undefined) continue;
    const file = join(directory, "compose/metadata/compose.json");
    const text = (await readIfPresent(file))?.toString();
    const status = (await readIfPresent(join(directory, "STATUS")))?.toString().trim();
    if (text !== undefined && status?.startsWith("FINISHED")) {
      return { directory, result: composeAt(composeResult.parse(text, file), directory) };
    }
    if (status !== undefined) {
      throw new DebootcError("usage", `the compose ${given} is ${status}, not finished`, {
        hint: "Compose it again, or name another one.",
      });
    }
  }
  throw new DebootcError(
    "usage",
    `no finished compose "${given}", neither as a directory nor in ${outputDir}`,
    {
      hint: "Give a compose directory, its ID, or latest. --output-dir says where composes are kept.",
    },
  );
}
