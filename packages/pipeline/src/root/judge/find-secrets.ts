import { machineSecretAt, machineSecretIn } from "@debootc/core/secret/machine-secret";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { emptiedDirectories } from "./path-makers.ts";

/** Describes a file with a secret in it of which each machine should have its own. */
export interface FoundSecret {
  readonly path: string;
  readonly kind: string;
}

interface Search {
  /** Whether a package ships a path: then it is the same for everyone. */
  readonly isShipped: (path: string) => boolean;
  /** Whether the image goes without a path of /var. */
  readonly isDropped: (path: string) => boolean;
  /** The treefile's own files, with where they come from. */
  readonly addedFiles: readonly { readonly source: string; readonly target: string }[];
}

/** Far larger files are not keys; those known by their names may have any size. */
const largest = 128 * 1024;
/** dpkg's database, and what Python makes of the programs that packages ship. */
const unlikely = /^\/var\/lib\/dpkg\/|\/__pycache__\//;

/**
 * Looks for secrets in files that no package ships, by their names and by their content. What the treefile's own files
 * hold is the user's decision, which the linter judges.
 */
export async function findSecrets(
  root: RootDirectory,
  { isShipped, isDropped, addedFiles }: Search,
): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  for await (const { path, type } of root.walkTypes("/")) {
    if (!type.isFile() || unlikely.test(path) || isShipped(path) || isDropped(path)) continue;
    if (emptiedDirectories.some((directory) => path.startsWith(`${directory}/`))) continue;
    const size = (await root.stat(path))?.size ?? 0;
    if (size === 0) continue;
    const byName = machineSecretAt(path);
    const content = size > largest ? undefined : await root.readBytes(path);
    const kind = byName ?? (content && machineSecretIn(content.toString("latin1")));
    if (kind === undefined || (await isOfTreefile(root, path, content, addedFiles))) continue;
    found.push({ path, kind });
  }
  return found;
}

/** Checks whether a file is as the treefile added it: one that is changed afterwards is not. */
async function isOfTreefile(
  root: RootDirectory,
  path: string,
  content: Buffer | undefined,
  addedFiles: Search["addedFiles"],
): Promise<boolean> {
  const bytes = content ?? (await root.readBytes(path));
  for (const { source, target } of addedFiles) {
    const place = await root.resolve(target);
    if (path !== place && !path.startsWith(`${place}/`)) continue;
    const given = await readFile(join(source, path.slice(place.length))).catch(() => undefined);
    if (given?.equals(bytes)) return true;
  }
  return false;
}
