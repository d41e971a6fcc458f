import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { readIfPresent } from "@debootc/tools/files/paths";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Describes an existing ostree repository. */
export interface Repository {
  /** Absolute. */
  readonly path: string;
  /** Such as `archive-z2`, which is served over HTTP. */
  readonly mode: string;
}

/** Opens the repository at a path. Throws `usage` for anything else. */
export async function openRepository(path: string): Promise<Repository> {
  const there = await stat(path).catch(() => undefined);
  const config = there?.isDirectory() ? await readIfPresent(join(path, "config")) : undefined;
  const text = config?.toString() ?? "";
  const mode = /^mode=(.+)$/m.exec(text)?.[1]?.trim();
  const objects = await stat(join(path, "objects")).catch(() => undefined);
  if (mode !== undefined && /^\[core\]$/m.test(text) && objects?.isDirectory()) return { path, mode };
  const what =
    there === undefined
      ? "does not exist"
      : there.isDirectory()
        ? "is not an ostree repository"
        : "is not a directory";
  throw new DebootcError("usage", `${path} ${what}`, {
    hint: "Make one with: debootc ostree init REPO. The repository of a compose is its directory `ostree`.",
  });
}

/** Unfinished files of a repository are kept in ostree's own directory for temporary files. */
const scratch = "tmp";
const prefix = "debootc-";

/**
 * Changes a repository under its lock: a second debootc gets `in-use`. Unfinished files of a killed run are removed
 * first; under the lock, no other run can be using them.
 */
export async function changeRepository<T>(
  path: string,
  change: (repository: Repository) => Promise<T>,
): Promise<T> {
  const repository = await openRepository(path);
  await using _lock = await lockFile(
    join(path, ".debootc-lock"),
    () =>
      new DebootcError("in-use", `another debootc is changing the repository ${path}`, {
        hint: "Wait until it has ended, and try again.",
      }),
  );
  await clearScratch(path);
  try {
    return await change(repository);
  } finally {
    await clearScratch(path);
  }
}

async function clearScratch(repo: string): Promise<void> {
  for (const name of await readdir(join(repo, scratch))) {
    if (name.startsWith(prefix)) await rm(join(repo, scratch, name), { recursive: true });
  }
}

/** Returns the path of an unfinished file, relative to the repository. */
export function scratchPath(name: string): string {
  return join(scratch, `${prefix}${name}`);
}
