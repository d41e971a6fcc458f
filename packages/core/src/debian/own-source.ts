/** Id of the source that a treefile's own .deb files are offered by. */
export const localSourceId = "local-packages";

/** Id of the source that what is built of a treefile's source packages is offered by. */
export const builtSourceId = "source-packages";

/** Whether a source is what the treefile itself brings, rather than an archive. */
export function isOwnSource(id: string): boolean {
  return id === localSourceId || id === builtSourceId;
}
