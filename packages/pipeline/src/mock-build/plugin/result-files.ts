import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What debootc writes itself. */
const ownNames =
  /^(?:result\.json|buildroot\.lock\.json|(?:build|second-build|root|state)\.log)$|\.(?:u?deb|dsc|changes|buildinfo)$/;

export interface ResultFiles {
  readonly add: (name: string, content: string | Uint8Array) => Promise<void>;
  readonly names: () => readonly string[];
  /** The absolute path of a file that something else is to write; it counts as added. */
  readonly place: (name: string) => Promise<string>;
  /** Puts all of them into another directory of the same file system. */
  readonly moveTo: (other: string) => Promise<void>;
}

/** Files that plugins put beside the results of a build. Refuses names that are no plain names, or debootc's own. */
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
      // Whoever writes it may be root: the file is to belong to the user who builds.
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
  throw new DebootcError("plugin-failed", `${JSON.stringify(name)} cannot be the name of a plugin's file`, {
    hint: "Allowed are letters, digits and . + ~ _ - but no name of the results themselves, such as result.json.",
  });
}
