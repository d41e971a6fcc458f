import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import { readDeb, stageLocalPackages } from "../../gather/local-packages.ts";
import type { FinishedBuild } from "../run/finished-build.ts";
import type { LocalRepository } from "../run/chain-part.ts";

/**
 * Makes an archive of what was built, for the packages that need it; undefined for nothing. It stands before all
 * others, so that of equal versions its own count. Throws `source-invalid` for a result that was changed meanwhile.
 */
export async function makeLocalRepository(
  builds: readonly FinishedBuild[],
  directory: string,
): Promise<LocalRepository | undefined> {
  const debs = [];
  for (const { directory: from, result } of builds) {
    for (const { name, kind, sha256 } of result.artefacts) {
      if (kind !== "deb") continue;
      const deb = await readDeb(join(from, name));
      if (deb.sha256 !== sha256)
        throw new DebootcError("source-invalid", `${join(from, name)} was changed after it was built`, {
          hint: "Leave the result directory alone while the chain is built, and run it again.",
        });
      debs.push(deb);
    }
  }
  const source = await stageLocalPackages(debs, directory);
  if (source === undefined) return undefined;
  // Of a `file:` archive apt keeps links to its indexes, which lead nowhere in the chroot whose apt reads them.
  const uris = source.uris.map((uri) => uri.replace(/^file:/, "copy:"));
  return { source: { ...source, uris }, digests: debs.map(({ sha256 }) => sha256).sort(), packages: debs };
}
