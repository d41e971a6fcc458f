import { descriptorOf } from "@debootc/core/oci/descriptor";
import { type ImageIndex, imageIndex, imageIndexSchema } from "@debootc/core/oci/image-index";
import { mediaTypes } from "@debootc/core/oci/media-types";
import type { Digest } from "@debootc/core/record/digest";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import { getManifest, type ManifestBytes } from "@debootc/tools/registry/manifests";
import type { Registry } from "@debootc/tools/registry/open-registry";
import { RegistryError } from "@debootc/tools/registry/registry-error";
import type { PushedReferrer } from "./pushed-image.ts";

/** Is an index of referrers, and the tag under which a registry without the referrers API has it. */
export interface ReferrersTag {
  readonly tag: string;
  readonly index: ManifestBytes;
}

/**
 * Returns the list of a manifest's referrers as a tag (distribution specification, referrers tag schema), with what others
 * have attached to it; undefined if it is complete already. Throws RegistryError.
 */
export async function referrersTag(
  registry: Registry,
  subject: Digest,
  referrers: readonly PushedReferrer[],
): Promise<ReferrersTag | undefined> {
  if (referrers.length === 0) return undefined;
  const tag = subject.replace(":", "-");
  const found = await getManifest(registry, tag);
  const { manifests, ...others } = found === undefined ? imageIndex([]) : indexIn(found, tag);
  const added = referrers
    .filter(({ digest }) => !manifests.some((listed) => listed.digest === digest))
    .map(descriptorOfReferrer);
  if (added.length === 0) return undefined;
  const bytes = Buffer.from(canonicalJson({ ...others, manifests: [...manifests, ...added] }));
  const { digest, mediaType } = descriptorOf(mediaTypes.index, bytes);
  return { tag, index: { digest, mediaType, bytes } };
}

function indexIn({ bytes }: ManifestBytes, tag: string): ImageIndex {
  try {
    return imageIndexSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new RegistryError(
      "refused",
      `the tag ${tag} is not a list of referrers, which it is reserved for`,
      {
        cause,
      },
    );
  }
}

function descriptorOfReferrer({ digest, mediaType, bytes, manifest }: PushedReferrer) {
  const { artifactType, annotations } = manifest;
  return { mediaType, digest, size: bytes.length, artifactType, ...(annotations ? { annotations } : {}) };
}
