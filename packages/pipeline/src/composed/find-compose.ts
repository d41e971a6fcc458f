import { type ComposeResult, composeResult } from "@debootc/core/compose/compose-result";
import { composeAt } from "@debootc/core/compose/placed-compose";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A finished compose by its directory, its ID in the output directory, or `latest`. Throws `usage`. */
export async function findCompose(
  name: string,
  outputDir: string,
): Promise<{ readonly directory: string; readonly result: ComposeResult }> {
  for (const candidate of [resolve(name), join(outputDir, name)]) {
    const directory = await realpath(candidate).catch(() => undefined);
    if (directory === undefined) continue;
    const file = join(directory, "compose/metadata/compose.json");
    const text = (await readIfPresent(file))?.toString();
    const status = (await readIfPresent(join(directory, "STATUS")))?.toString().trim();
    if (text !== undefined && status?.startsWith("FINISHED")) {
      return { directory, result: composeAt(composeResult.parse(text, file), directory) };
    }
    if (status !== undefined) {
      throw new DebootcError("usage", `the compose ${name} is ${status}, not finished`, {
        hint: "Compose it again, or name another one.",
      });
    }
  }
  throw new DebootcError(
    "usage",
    `no finished compose "${name}", neither as a directory nor in ${outputDir}`,
    {
      hint: "Give a compose directory, its ID, or latest. Where composes are kept is said by --output-dir.",
    },
  );
}
