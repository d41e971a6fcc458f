import { hasErrno } from "@debootc/tools/errno";
import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { asidePath } from "./aside-directory.ts";
import type { ComposeDirectory } from "./compose-directory.ts";

/**
 * Removes what a run worked in, with its word that it owns the compose. All of it is moved out of the compose first: as soon
 * as that word is gone another run may begin the compose anew, and must not lose what it makes there.
 */
export async function removeWork(
  { id, path, work }: Pick<ComposeDirectory, "id" | "path" | "work">,
  privilege: Privilege,
): Promise<void> {
  const aside = await asidePath(dirname(path), id);
  try {
    await rename(work, aside);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return;
    throw error;
  }
  await removeAnyTree(aside, privilege);
}
