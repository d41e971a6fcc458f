import type { LockedPackage } from "./lock.ts";

/** A .deb file of the treefile, by what its control file and its bytes say. */
export type LocalPackage = Pick<LockedPackage, "name" | "version" | "architecture" | "sha256" | "size">;

/** Name of its file in every repository that debootc makes (deb-file names as dpkg-name writes them). */
export function debFileName({
  name,
  version,
  architecture,
}: Pick<LockedPackage, "name" | "version" | "architecture">): string {
  return `${name}_${version.replaceAll(":", "%3a")}_${architecture}.deb`;
}
