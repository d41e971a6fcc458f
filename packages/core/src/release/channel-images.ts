import type { HubChannel } from "../hub-file/hub-file.ts";
import type { Digest } from "../record/digest.ts";
import { parseReference, type RegistryReference } from "../registry/reference.ts";
import { quoted } from "../text/quoted.ts";
import type { ReleaseImages } from "./release-images.ts";

/** Says which image a tag in a registry has to mean. */
export interface ImageMove {
  readonly variant: string;
  readonly reference: RegistryReference & { readonly tag: string };
  readonly digest: Digest;
}

/**
 * Returns what the tags of a channel have to mean once it is at a release, and why some cannot be moved. The hub has one login for
 * all repositories, so each may only name images below its own owner: `REGISTRY/OWNER/...`.
 */
export function channelImages(
  { name: tag, images = {} }: Pick<HubChannel, "name" | "images">,
  owner: string,
  released: ReleaseImages,
): { readonly moves: readonly ImageMove[]; readonly faults: readonly string[] } {
  const moves: ImageMove[] = [];
  const faults: string[] = [];
  for (const [variant, text] of Object.entries(images)) {
    const { registry, name } = parseReference(text);
    const digest = Object.hasOwn(released, variant) ? released[variant] : undefined;
    if (name.split("/")[0] !== owner.toLowerCase() || !name.includes("/"))
      faults.push(
        `the image ${quoted(text)} is not below ${owner.toLowerCase()}, the owner of the repository`,
      );
    else if (digest === undefined) faults.push(`the release has no image of the variant ${quoted(variant)}`);
    else moves.push({ variant, reference: { registry, name, tag }, digest });
  }
  return { moves, faults };
}
