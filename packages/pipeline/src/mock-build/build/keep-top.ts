import { run } from "@debootc/tools/run";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../worker/remove-tree.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { tellUnkept } from "./tell-unkept.ts";

/**
 * Moves what a build wrote, the upper directory of an overlay that is no longer mounted, to `upper` of a directory that
 * stays when the mounts of this worker go. It is there whole or not at all. The whiteouts and attributes by which overlayfs
 * tells what was removed go with it; mv follows no link. Nothing is thrown: that would hide why the build failed.
 */
export async function keepTop(
  upper: string,
  place: string,
  { report, log, signal }: Pick<OperationContext, "report" | "log" | "signal">,
): Promise<void> {
  const incoming = join(place, "incoming");
  try {
    // From memory to the disk it copies, else it renames.
    await run({ tool: "mv", args: ["--no-target-directory", "--", upper, incoming], signal });
    await rename(incoming, join(place, "upper"));
  } catch (error) {
    tellUnkept(error, report);
    // What does not go here goes with the work of this run, which tells of it.
    await removeTree(incoming).catch((left: unknown) => log(`left in ${incoming}: ${String(left)}`));
  }
}
