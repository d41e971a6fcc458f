/** Names the source that offers a treefile's own .deb files. */
export const localSourceId = "local-packages";

/** Names the source that offers the packages which were built from a treefile's source packages. */
export const builtSourceId = "source-packages";

/** Tells whether a source is part of the treefile rather than an archive. */
export function isOwnSource(id: string): boolean {
  return id === localSourceId || id === builtSourceId;
}
