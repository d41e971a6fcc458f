import { run } from "@debootc/tools/run";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../worker/remove-tree.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { tellUnkept } from "./tell-unkept.ts";

/**
 * Moves what a build wrote, the upper directory of an overlay that is no longer mounted, to `upper` in a directory that
 * outlives the mounts of this worker, completely or not at all. Keeps the whiteouts and attributes by which overlayfs
 * marks what was removed; mv follows no link. Throws nothing, because that would hide why the build failed.
 */
export async function keepTop(
  upper: string,
  place: string,
  { report, log, signal }: Pick<OperationContext, "report" | "log" | "signal">,
): Promise<void> {
  const incoming = join(place, "incoming");
  try {
    // mv copies from memory to disk, and renames otherwise.
    await run({ tool: "mv", args: ["--no-target-directory", "--", upper, incoming], signal });
    await rename(incoming, join(place, "upper"));
  } catch (error) {
    tellUnkept(error, report);
    // What cannot be removed here is removed with the work directory of this run, which reports it.
    await removeTree(incoming).catch((left: unknown) => log(`left in ${incoming}: ${String(left)}`));
  }
}
