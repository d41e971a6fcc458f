import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import { readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A long-lived repository of ostree, by its absolute path. */
export interface Repository {
  readonly path: string;
  /** Such as `archive-z2`, which is served over HTTP. */
  readonly mode: string;
}

/** Throws `usage` for what is no repository. */
export async function openRepository(given: string): Promise<Repository> {
  const path = resolve(given);
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
        ? "is no ostree repository"
        : "is no directory";
  throw new DebootcError("usage", `${path} ${what}`, {
    hint: "Make one with: debootc ostree init REPO. The repository of a compose is its directory `ostree`.",
  });
}

/** What of a repository is under way stands here, in ostree's own directory for such things. */
const scratch = "tmp";
const prefix = "debootc-";

/**
 * Runs what changes a repository, alone: a second debootc gets `in-use`. What a killed one left half made is removed
 * first, for nobody else can be at it.
 */
export async function changeRepository<T>(
  given: string,
  change: (repository: Repository) => Promise<T>,
): Promise<T> {
  const repository = await openRepository(given);
  const { path } = repository;
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

/** Path of something half made, below the repository. */
export function scratchPath(name: string): string {
  return join(scratch, `${prefix}${name}`);
}
