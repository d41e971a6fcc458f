import { type ManifestBytes, proveManifest, putManifest } from "@debootc/tools/registry/manifests";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { type PushedTree, topOf } from "./pushed-image.ts";
import { referrersTag } from "./tag-referrers.ts";

type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

interface Moving {
  readonly registry: Registry;
  readonly retry: Retry;
  /** Whether referrers need tags of their own. */
  readonly tagReferrers: boolean;
  readonly tags: readonly string[];
  /** Called with each tag that has been moved. */
  readonly onMoved: (tag: string) => void;
}

/** Moves tags to what has been pushed: lists of referrers, then the user's own. Throws RegistryError. */
export async function moveTags(
  tree: PushedTree,
  { registry, retry, tagReferrers, tags, onMoved }: Moving,
): Promise<void> {
  const move = async (tag: string, manifest: ManifestBytes) => {
    await retry(() => putManifest(registry, manifest, tag));
    onMoved(tag);
    await retry(() => proveManifest(registry, manifest, tag));
  };
  for (const image of tagReferrers ? tree.images : []) {
    const list = await retry(() => referrersTag(registry, image));
    if (list !== undefined) await move(list.tag, list.index);
  }
  for (const tag of tags) await move(tag, topOf(tree));
}
