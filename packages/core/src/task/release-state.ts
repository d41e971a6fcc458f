/**
 * Lists the states of a release in the order in which it goes through them: `gathering` until its assets are known, `draft` until
 * GitHub has a draft of it, then `uploading`, `verifying` and `published`. `failed` continues where somebody asks for it.
 */
export const releaseStates = ["gathering", "draft", "uploading", "verifying", "published", "failed"] as const;
export type ReleaseState = (typeof releaseStates)[number];

/**
 * Maps each state of a release to those that may follow it. The hub's database enforces the same table. Nothing leads back from
 * `published`; a draft that is gone or differs is made or filled again.
 */
export const releaseTransitions: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  gathering: ["draft", "failed"],
  draft: ["uploading", "failed"],
  uploading: ["draft", "verifying", "failed"],
  verifying: ["draft", "uploading", "published", "failed"],
  published: [],
  failed: ["gathering"],
};

/** Lists the states of an asset: `verified` once GitHub has all of its bytes, by its digest. */
export const assetStates = ["wanted", "uploaded", "verified"] as const;
export type AssetState = (typeof assetStates)[number];
