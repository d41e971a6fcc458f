import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { imageConfigSchema } from "@debootc/core/oci/image-config";
import { imageIndexSchema, tagOf } from "@debootc/core/oci/image-index";
import { imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { dockerMediaTypes, mediaTypes } from "@debootc/core/oci/media-types";
import { isPlatformOf } from "@debootc/core/oci/platform";
import type { Layout } from "./open-layout.ts";

export interface ImageChoice {
  /** Name of the image in the layout. */
  readonly tag?: string | undefined;
  /** Debian's name. */
  readonly architecture?: string | undefined;
  /** The architecture to take if there are several and none is required. */
  readonly preferred?: string | undefined;
}

export interface FoundManifest {
  readonly descriptor: Descriptor;
  readonly tag?: string;
}

/** Finds the one manifest of a layout that fits the choice. Throws `usage` if none or several do, `image-invalid`. */
export async function findManifest(
  layout: Layout,
  { tag, architecture, preferred }: ImageChoice,
): Promise<FoundManifest> {
  const all = await leaves(layout);
  const tagged = tag === undefined ? all : all.filter((found) => found.tag === tag);
  const different = [...new Map(tagged.map((leaf) => [leaf.descriptor.digest, leaf])).values()];
  const images =
    architecture === undefined && different.length < 2
      ? different
      : await filter(different, (leaf) => fits(layout, leaf, architecture));
  const [found, ...others] =
    preferred === undefined || images.length < 2
      ? images
      : await filter(images, (leaf) => fits(layout, leaf, preferred));
  if (found !== undefined && others.length === 0) return found;

  const wanted = [
    ...(tag === undefined ? [] : [`called ${tag}`]),
    ...(architecture === undefined ? [] : [`for ${architecture}`]),
    ...(preferred === undefined || images.length < 2 ? [] : [`for ${preferred}`]),
  ].join(" ");
  throw new DebootcError(
    "usage",
    `${layout.path} contains ${found === undefined ? "no image" : `${others.length + 1} images`}${wanted && ` ${wanted}`}`,
    { hint: `${all.length === 0 ? "It is empty" : `It contains ${all.map(nameOf).join(", ")}`}.` },
  );
}

const indexTypes: readonly string[] = [mediaTypes.index, dockerMediaTypes.index];
const configTypes: readonly string[] = [mediaTypes.config, dockerMediaTypes.config];
const manifestTypes: readonly string[] = [mediaTypes.manifest, dockerMediaTypes.manifest];

/** Far more than anyone nests or lists; also stops an index that refers to itself again and again. */
const indexLimit = 32;
const leafLimit = 1000;

/** Lists all images of a layout, those of nested indexes under the name of the outermost. */
async function leaves(layout: Layout): Promise<FoundManifest[]> {
  const found: FoundManifest[] = [];
  const waiting = layout.index.manifests.map((descriptor) => ({ descriptor, tag: tagOf(descriptor) }));
  let indexes = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { descriptor, tag } = next;
    if (indexTypes.includes(descriptor.mediaType)) {
      indexes += 1;
      const { manifests } = await layout.readDocument(descriptor, imageIndexSchema);
      waiting.push(...manifests.map((inner) => ({ descriptor: inner, tag: tag ?? tagOf(inner) })));
    } else if (manifestTypes.includes(descriptor.mediaType) && !isAbout(descriptor)) {
      found.push({ descriptor, ...(tag === undefined ? {} : { tag }) });
    }
    if (indexes > indexLimit || found.length > leafLimit) {
      throw invalidImage(
        `${layout.path} lists too much: debootc reads at most ${indexLimit} indexes and ${leafLimit} images`,
      );
    }
  }
  return found;
}

/**
 * Recognises what is listed next to images and is about them: referrers, such as SBOMs, by the type that they have, and the
 * attestations of BuildKit, which have a platform called unknown. An image may be listed with the type of its configuration.
 */
function isAbout({ platform, annotations, artifactType }: Descriptor): boolean {
  if (artifactType !== undefined && !configTypes.includes(artifactType)) return true;
  return annotations?.["vnd.docker.reference.type"] !== undefined || platform?.os === "unknown";
}

async function filter<T>(items: readonly T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const item of items) if (await keep(item)) kept.push(item);
  return kept;
}

/**
 * Returns whether it is an image, rather than a signature or another artifact, and one for the architecture. If the
 * descriptor has no platform, as podman and skopeo leave it, the configuration has one.
 */
async function fits(
  layout: Layout,
  { descriptor }: FoundManifest,
  architecture: string | undefined,
): Promise<boolean> {
  const { config } = await layout.readDocument(descriptor, imageManifestSchema);
  if (!configTypes.includes(config.mediaType)) return false;
  if (architecture === undefined) return true;
  const platform = descriptor.platform ?? (await layout.readDocument(config, imageConfigSchema));
  return isPlatformOf(architecture, platform);
}
function nameOf({ descriptor: { digest, platform }, tag }: FoundManifest): string {
  const { os, architecture, variant } = platform ?? {};
  const runsOn = platform === undefined ? "" : ` (${[os, architecture, variant].filter(Boolean).join("/")})`;
  return `${tag ?? digest}${runsOn}`;
}
