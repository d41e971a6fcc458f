import { grubArchitectures, grubFilesOf } from "../disk/grub-packages.ts";
import { DebootcError } from "../error/debootc-error.ts";
import type { AskedPackages } from "./asked-packages.ts";
import type { LockedPackage } from "./lock.ts";
import { lockedPackageOf } from "./locked-package.ts";
import type { PackageUniverse } from "./package-universe.ts";

/**
 * Returns the packages from which the boot loader of a treefile's disks is taken; none without `disk`. They are not
 * installed, so their dependencies are not needed. Throws `treefile-invalid` at the place of `disk`.
 */
export function lockBootLoader(
  { disk, architecture, suite }: AskedPackages,
  universe: PackageUniverse,
): LockedPackage[] {
  if (disk === undefined) return [];
  const refuse = (message: string, hint: string) => {
    const diagnostic = { severity: "error" as const, code: "treefile-invalid", ...disk.origin, key: "disk" };
    return new DebootcError("treefile-invalid", "cannot make a disk of the tree", {
      diagnostics: [{ ...diagnostic, message, hint }],
    });
  };
  const files = grubFilesOf(architecture);
  if (files === undefined) {
    const allowed = grubArchitectures.join(" and ");
    throw refuse(
      `there is no boot loader for ${architecture}; debootc boots ${allowed}`,
      "Put `disk` in a treefile of `arch-include`, for the architectures that have one.",
    );
  }
  const candidates = files.packages.flatMap((name) => universe.candidateOf(name) ?? []);
  const [first] = candidates;
  if (first === undefined) {
    throw refuse(
      `no source of ${suite} has ${files.packages[0]}`,
      "It is in Debian's component main: add the source that has it.",
    );
  }
  // Modules only work with the program that they were built with.
  const other = candidates.find(({ version }) => version !== first.version);
  if (other !== undefined) {
    throw refuse(
      `${first.name} is available as ${first.version}, but ${other.name} as ${other.version}`,
      "Both are built together: wait until the archive has matching versions, or remove the source that has only one of them.",
    );
  }
  return candidates.map(lockedPackageOf);
}
