import type { Digest } from "@debootc/core/record/digest";
import { type ManifestBytes, proveManifest, putManifest } from "@debootc/tools/registry/manifests";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { type PushedReferrer, type PushedTree, signedManifests, topOf } from "./pushed-image.ts";
import type { ImageSignature } from "./sign-image.ts";
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

/** Moves tags to what has been pushed: lists of referrers and signatures, then the user's own. Throws RegistryError. */
export async function moveTags(
  tree: PushedTree,
  signatures: readonly ImageSignature[],
  { registry, retry, tagReferrers, tags, onMoved }: Moving,
): Promise<void> {
  const move = async (tag: string, manifest: ManifestBytes) => {
    await retry(() => putManifest(registry, manifest, tag));
    onMoved(tag);
    await retry(() => proveManifest(registry, manifest, tag));
  };
  for (const { digest } of tagReferrers ? signedManifests(tree) : []) {
    const referrers = referrersOf(digest, tree, signatures);
    const list = await retry(() => referrersTag(registry, digest, referrers));
    if (list !== undefined) await move(list.tag, list.index);
  }
  for (const { tag, tagged } of signatures) if (tagged !== undefined) await move(tag, tagged);
  for (const tag of tags) await move(tag, topOf(tree));
}

/** Lists what was pushed about a manifest: its SBOMs, and its signature. */
function referrersOf(
  subject: Digest,
  { images }: PushedTree,
  signatures: readonly ImageSignature[],
): readonly PushedReferrer[] {
  const documents = images.find(({ manifest }) => manifest.digest === subject)?.referrers ?? [];
  const signed = signatures.find((signature) => signature.subject === subject)?.referrer;
  return signed === undefined ? documents : [...documents, signed];
}
