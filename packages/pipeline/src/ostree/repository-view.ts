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
): Promise<string> {
  const view = scratchPath("view");
  await mkdir(join(path, view, "tmp"), { recursive: true });
  await copyFile(join(path, "config"), join(path, view, "config"));
  for (const name of shared) {
    if (own.includes(name)) {
      const below = name === "refs" ? ["heads", "mirrors", "remotes"] : [""];
      for (const one of below) await mkdir(join(path, view, name, one), { recursive: true });
      continue;
    }
    // Where there is none, ostree would make one in the place of the link.
    await mkdir(join(path, name), { recursive: true });
    await symlink(join("../..", name), join(path, view, name));
  }
  return view;
}
