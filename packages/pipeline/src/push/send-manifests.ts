import type { Registry } from "@debootc/tools/registry/open-registry";
import { type ManifestBytes, proveManifest, putManifest } from "@debootc/tools/registry/manifests";
import type { PushedTree } from "./pushed-image.ts";

type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

export interface SentManifests {
  /** Whether the registry lists all referrers of the images by itself; absent if there are none. */
  readonly listsReferrers?: boolean;
}

/**
 * Puts manifests under their digests, each read back and compared: those of images, of what is about them, then the index.
 * Nobody who asks for a tag sees any of it. Throws RegistryError.
 */
export async function sendManifests(
  { images, index }: PushedTree,
  registry: Registry,
  retry: Retry,
): Promise<SentManifests> {
  const put = async (manifest: ManifestBytes) => {
    const isListed = await retry(() => putManifest(registry, manifest, manifest.digest));
    await retry(() => proveManifest(registry, manifest, manifest.digest));
    return isListed;
  };
  const listed: boolean[] = [];
  for (const { manifest, referrers } of images) {
    await put(manifest);
    for (const referrer of referrers) listed.push(await put(referrer));
  }
  if (index !== undefined) await put(index);
  return listed.length === 0 ? {} : { listsReferrers: listed.every(Boolean) };
}
