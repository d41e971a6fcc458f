/** Names the source that offers a treefile's own .deb files. */
export const localSourceId = "local-packages";

/** Names the source that offers the packages which were built from a treefile's source packages. */
export const builtSourceId = "source-packages";

/** Names the source that offers the .debs which a run was given besides its treefile. */
export const extraSourceId = "extra-packages";

const owners: Readonly<Record<string, string>> = {
  [localSourceId]: "the treefile's own .deb files",
  [builtSourceId]: "what the treefile's source packages build",
  [extraSourceId]: "the packages that --extra-package names",
};

/** Lists the ids of sources that are no archives. */
export const ownSourceIds: readonly string[] = Object.keys(owners);

/** Tells whether a source is the user's own rather than an archive. */
export function isOwnSource(id: string): boolean {
  return ownSourceIds.includes(id);
}

/** Says what a source offers that is no archive; undefined for any other. */
export function ownSourceWords(id: string): string | undefined {
  return isOwnSource(id) ? owners[id] : undefined;
}
