import type { LockedPackage } from "./lock.ts";

/** Id of the source that a treefile's own .deb files are offered by. */
export const localSourceId = "local-packages";

/** Id of the source that what is built of a treefile's source packages is offered by. */
export const builtSourceId = "source-packages";

/** Whether a source is what the treefile itself brings, rather than an archive. */
export function isOwnSource(id: string): boolean {
  return id === localSourceId || id === builtSourceId;
}

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
