/**
 * Lists the states of an artifact: `wanted` until the hub has it, `stored` while it has its bytes, `used` when a release was
 * made of it and nothing is to be kept, `failed` if GitHub has none that fits, `expired` when retention has removed it.
 */
export const artifactStates = ["wanted", "stored", "used", "failed", "expired"] as const;
export type ArtifactState = (typeof artifactStates)[number];

/** Maps each state of an artifact to those that may follow it. The hub's database enforces the same table. */
export const artifactTransitions: Readonly<Record<ArtifactState, readonly ArtifactState[]>> = {
  wanted: ["stored", "failed", "expired"],
  // Bytes that were lost are fetched again.
  stored: ["wanted", "used", "expired"],
  used: ["wanted", "expired"],
  // Somebody asked for another try.
  failed: ["wanted", "expired"],
  expired: [],
};
