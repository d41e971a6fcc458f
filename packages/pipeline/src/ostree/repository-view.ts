import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Repository, scratchPath } from "./open-repository.ts";

const shared = ["objects", "refs", "state", "extensions", "deltas", "delta-indexes"] as const;

/**
 * Makes a second repository of the same objects and refs, whose own files are put aside: what ostree writes there can
 * be looked at, and renamed into its place in one step. Answers with its path below the repository.
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
    // Where there is none, ostree would make one in the place of the link.
    await mkdir(join(path, part), { recursive: true });
    await symlink(join("../..", part), join(path, view, part));
  }
  return view;
}
