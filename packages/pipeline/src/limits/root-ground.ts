import type { BuildLimits } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { LimitWords } from "./refuse-exceeded.ts";
import { type ScriptGround, scriptGround } from "./script-ground.ts";
import type { OperationContext } from "../worker/operation-context.ts";

/** More than any installation prints, and little for a log. */
const mostLogBytes = 256 * 1024 ** 2;

const words: LimitWords = {
  raise: (limit) => `give debootc a larger --limit-${limit}, or the setting limit-${limit}`,
  doing: "running",
  log: "the log of the node `root`",
};

/** Opens the ground on which the scripts of packages and of the treefile run in a root that is made in `directory`. */
export async function rootGround(
  { limits, directory }: { readonly limits: BuildLimits; readonly directory: string },
  context: OperationContext,
): Promise<ScriptGround> {
  return scriptGround({ logBytes: mostLogBytes, ...limits }, { directory, words }, context);
}
