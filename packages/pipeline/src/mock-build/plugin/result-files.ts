import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Files that debootc writes itself. */
const ownNames =
  /^(?:result\.json|buildroot\.lock\.json|(?:build|second-build|root|state)\.log)$|\.(?:u?deb|dsc|changes|buildinfo)$/;

export interface ResultFiles {
  readonly add: (name: string, content: string | Uint8Array) => Promise<void>;
  readonly names: () => readonly string[];
  /** Returns the absolute path of a file for another program to write; it counts as added. */
  readonly place: (name: string) => Promise<string>;
  /** Moves all files to another directory of the same file system. */
  readonly moveTo: (other: string) => Promise<void>;
}

/** Collects the files that plugins put next to a build's results. Refuses debootc's own names and unusual ones. */
export function resultFiles(directory: string): ResultFiles {
  const names = new Set<string>();
  const place = async (name: string): Promise<string> => {
    refuseName(name);
    await mkdir(directory, { recursive: true });
    names.add(name);
    return join(directory, name);
  };
  return {
    add: async (name, content) => {
      const path = await place(name);
      await writeFile(`${path}.part`, content);
      await rename(`${path}.part`, path);
    },
    names: () => [...names].toSorted(),
    place: async (name) => {
      const path = await place(name);
      // Root may write it, but the file must belong to the user who builds.
      await writeFile(path, "");
      return path;
    },
    moveTo: async (other) => {
      for (const name of names) {
        await rename(join(directory, name), join(other, name));
        names.delete(name);
      }
    },
  };
}

/** Throws `plugin-failed` for a name that a plugin may not give to a file. */
function refuseName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,199}$/.test(name) && !ownNames.test(name)) return;
  throw new DebootcError("plugin-failed", `a plugin cannot name a file ${JSON.stringify(name)}`, {
    hint: "Allowed are letters, digits and . + ~ _ - but not the names of the results themselves, such as result.json.",
  });
}
