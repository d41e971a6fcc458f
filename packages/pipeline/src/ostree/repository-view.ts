import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Repository, scratchPath } from "./open-repository.ts";

const shared = ["objects", "refs", "state", "extensions", "deltas", "delta-indexes"] as const;

/**
 * Makes a second repository that shares objects and refs but has files of its own: what ostree writes there can be
 * inspected, and renamed into place in one step. Returns its path, relative to the repository.
 */
export async function makeView(
  { path }: Repository,
  own: readonly (typeof shared)[number][] = [],
  name = "view",
): Promise<string> {
  const view = scratchPath(name);
  await mkdir(join(path, view, "tmp"), { recursive: true });
  await copyFile(join(path, "config"), join(path, view, "config"));
  for (const part of shared) {
    if (own.includes(part)) {
      const below = part === "refs" ? ["heads", "mirrors", "remotes"] : [""];
      for (const one of below) await mkdir(join(path, view, part, one), { recursive: true });
      continue;
    }
    // ostree would replace a dangling link with a directory of its own.
    await mkdir(join(path, part), { recursive: true });
    await symlink(join("../..", part), join(path, view, part));
  }
  return view;
}
