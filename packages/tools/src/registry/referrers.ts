import { type Descriptor } from "@debootc/core/oci/descriptor";
import { imageIndexSchema } from "@debootc/core/oci/image-index";
import { mediaTypes } from "@debootc/core/oci/media-types";
import type { Digest } from "@debootc/core/record/digest";
import { getManifest } from "./manifests.ts";
import type { Registry } from "./open-registry.ts";

/**
 * Lists what a repository has about a manifest: by the API of the registry, or under the tag of the digest where it has none.
 * A list that makes no sense counts as an empty one. Throws RegistryError.
 */
export async function listReferrers(registry: Registry, subject: Digest): Promise<readonly Descriptor[]> {
  const { status, body } = await registry.ask({
    ...{ method: "GET", at: `referrers/${subject}`, headers: { accept: mediaTypes.index } },
    // Registries without this part of the API do not agree on how to say so.
    ...{ expect: [200, 400, 404, 405], wish: `the referrers of ${subject}` },
  });
  const list = status === 200 ? body : (await getManifest(registry, subject.replace(":", "-")))?.bytes;
  if (list === undefined) return [];
  try {
    return imageIndexSchema.parse(JSON.parse(Buffer.from(list).toString())).manifests;
  } catch {
    return [];
  }
}
