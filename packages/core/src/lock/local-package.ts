import type { LockedPackage } from "./lock.ts";

/** Describes a .deb file of the treefile by its control file and its bytes. */
export type LocalPackage = Pick<LockedPackage, "name" | "version" | "architecture" | "sha256" | "size">;

/** Returns the file name of a package in every repository that debootc makes, in the form of dpkg-name. */
export function debFileName({
  name,
  version,
  architecture,
}: Pick<LockedPackage, "name" | "version" | "architecture">): string {
  return `${name}_${version.replaceAll(":", "%3a")}_${architecture}.deb`;
}
