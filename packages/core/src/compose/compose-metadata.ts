import { posix } from "node:path";
import type { ComposeId } from "./compose-id.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import { composeinfoJson } from "./composeinfo.ts";
import { type ComposeImage, imagesJson } from "./images-metadata.ts";
import { type ComposedPackage, packagesRecord } from "./packages-metadata.ts";
import type { Release } from "./release.ts";

/** Returns the container image of a leg and its disks, as productmd has them. */
function imagesOf(
  { variant, architecture, timestamp, commit, image, disks = [] }: ComposedLeg,
  below: (path: string) => string,
): ComposeImage[] {
  const common = { variant, architecture, mtime: Date.parse(timestamp) / 1000, bootable: commit.bootable };
  const container = commit.bootable ? ("bootable-container" as const) : ("container" as const);
  return [
    {
      ...common,
      ...{ type: container, format: "oci", path: below(image.layout) },
      ...{ size: image.size, digest: image.manifestDigest },
    },
    ...disks.map(({ format, file, size, digest }) => ({
      ...common,
      ...{ type: format, format, path: below(posix.join(posix.dirname(image.layout), "images", file)) },
      ...{ size, digest },
    })),
  ];
}

interface Described {
  readonly id: ComposeId;
  readonly composeId: string;
  readonly release: Release;
  /** The compose's directory `compose`, absolute. */
  readonly top: string;
}

interface DescribedLeg {
  readonly composed: ComposedLeg;
  readonly packages: readonly ComposedPackage[];
}

/** Returns the files of `compose/metadata` that follow from the legs alone, by name. Equal legs give equal texts. */
export function composeMetadata(
  { id, composeId, release, top }: Described,
  legs: readonly DescribedLeg[],
): Readonly<Record<string, string>> {
  const below = (path: string) => posix.relative(top, path);
  const byVariant = [...Map.groupBy(legs, ({ composed }) => composed.variant)];
  return {
    "composeinfo.json": composeinfoJson({
      id,
      release,
      variants: byVariant.map(([variant, ofVariant]) => ({
        id: variant,
        name: ofVariant[0]?.composed.title ?? variant,
        architectures: ofVariant.map(({ composed: { architecture, image } }) => ({
          architecture,
          images: below(posix.dirname(image.layout)),
        })),
      })),
    }),
    "images.json": imagesJson({
      id,
      images: legs.flatMap(({ composed }) => imagesOf(composed, below)),
    }),
    "packages.json": packagesRecord.serialize({
      composeId,
      variants: Object.fromEntries(
        byVariant.map(([variant, ofVariant]) => [
          variant,
          Object.fromEntries(
            ofVariant.map(({ composed, packages }) => [composed.architecture, [...packages]]),
          ),
        ]),
      ),
    }),
  };
}
