import { DebootcError } from "@debootc/core/error/debootc-error";
import { debFileName } from "@debootc/core/lock/local-package";
import { join } from "node:path";
import { type LocalDeb, readDeb } from "../../gather/local-packages.ts";
import type { FinishedBuild } from "../run/finished-build.ts";

/** Returns the packages that builds have left. Throws `source-invalid` for a result that was changed meanwhile. */
export async function builtDebs(builds: readonly FinishedBuild[]): Promise<readonly LocalDeb[]> {
  const debs: LocalDeb[] = [];
  for (const { directory, result } of builds) {
    for (const { name, kind, sha256 } of result.artefacts) {
      if (kind !== "deb") continue;
      const deb = await readDeb(join(directory, name));
      if (deb.sha256 !== sha256)
        throw new DebootcError("source-invalid", `${join(directory, name)} was changed after it was built`, {
          hint: "Leave the result directory alone while the chain is built, and run it again.",
        });
      debs.push(deb);
    }
  }
  return debs;
}

/** Returns the packages of both lists; where both have the same in the same version, that of the first. */
export function firstOfEach(debs: readonly LocalDeb[], others: readonly LocalDeb[]): readonly LocalDeb[] {
  const names = new Set(debs.map(debFileName));
  return [...debs, ...others.filter((deb) => !names.has(debFileName(deb)))];
}
