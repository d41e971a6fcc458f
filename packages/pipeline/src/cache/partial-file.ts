import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import { formatIdentity, type ProcessIdentity, parseIdentity } from "./process-identity.ts";

export interface PartialFile {
  readonly path: string;
  readonly owner: ProcessIdentity;
}

/** Returns the path to which a process writes a file of a shared directory before it renames it to its final name. */
export function partialPath(target: string, owner: ProcessIdentity): string {
  return `${target}.${formatIdentity(owner)}.new`;
}

/** Parses the owner from the name of a half-written file: from `partialPath`, or a download, `DIGEST~OWNER~WORD`. */
export function ownerOfPartial(name: string): ProcessIdentity | undefined {
  const word =
    /~([0-9a-f.]+)~[^~]*$/.exec(name)?.[1] ?? /\.((?:[0-9]+\.){3}[0-9a-f]{32})\.new$/.exec(name)?.[1];
  return word === undefined ? undefined : parseIdentity(word);
}

/** Lists half-written files in a directory and up to `depth` levels below it; skips the directories in `except`. */
export async function listPartialFiles(
  directory: string,
  depth: number,
  except: readonly string[],
): Promise<PartialFile[]> {
  const found: PartialFile[] = [];
  for (const entry of await entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (depth > 0 && !except.includes(path))
        found.push(...(await listPartialFiles(path, depth - 1, except)));
      continue;
    }
    const owner = ownerOfPartial(entry.name);
    if (owner) found.push({ path, owner });
  }
  return found;
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}
