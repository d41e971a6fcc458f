import { DebootcError } from "@debootc/core/error/debootc-error";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { isThere } from "@debootc/tools/files/paths";
import { strangersIn } from "./strangers-in.ts";

/**
 * Copies a file or a tree that comes from another machine, as it is, to a path that must not exist. Throws
 * `verification-differs` if it is missing, or has a link or anything else that is neither a file nor a directory.
 */
export async function copyPlain(source: string, target: string, signal: AbortSignal): Promise<void> {
  if (!(await isThere(source))) {
    throw new DebootcError("verification-differs", `${source} is missing`, {
      hint: "Fetch the leg again, or compose it again.",
    });
  }
  await copyTree(source, target, signal);
  const [stranger] = await strangersIn(target, signal);
  if (stranger === undefined) return;
  throw new DebootcError(
    "verification-differs",
    `${stranger.replace(target, source)} is neither a file nor a directory`,
    { hint: "A leg has no links: fetch it again, or compose it again." },
  );
}
