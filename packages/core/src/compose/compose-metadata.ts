import { posix } from "node:path";
import type { ComposeId } from "./compose-id.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import { composeinfoJson } from "./composeinfo.ts";
import { imagesJson } from "./images-metadata.ts";
import { type ComposedPackage, packagesRecord } from "./packages-metadata.ts";
import type { Release } from "./release.ts";

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
      images: legs.map(({ composed: { variant, architecture, timestamp, commit, image } }) => ({
        variant,
        architecture,
        type: commit.bootable ? "bootable-container" : "container",
        format: "oci",
        path: below(image.layout),
        size: image.size,
        digest: image.manifestDigest,
        mtime: Date.parse(timestamp) / 1000,
        bootable: commit.bootable,
      })),
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
