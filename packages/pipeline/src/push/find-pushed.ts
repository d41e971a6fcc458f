import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import { imageIndexFile } from "@debootc/core/compose/image-index-file";
import type { Digest } from "@debootc/core/record/digest";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { findInCompose } from "../composed/find-compose.ts";
import { findImage } from "../image/find-image.ts";
import { openImage } from "../image/open-image.ts";

/** Is an image to push, by the layout that has it. */
export interface ImagePlace {
  /** Absent for an image of no compose. */
  readonly variant?: string;
  /** Debian's name of a compose's; that of the image itself otherwise. */
  readonly architecture: string;
  readonly bootable: boolean;
  readonly layout: string;
  readonly manifestDigest: Digest;
}

/** Is what a name means to a push: a leg, all legs of a variant, or the image of an OCI layout. */
export interface FoundPush {
  /** Absent for a layout: then nothing is to be written next to it. */
  readonly directory?: string;
  readonly composeId?: string;
  readonly images: readonly ImagePlace[];
  /** The index of all of them; absent for a single one. */
  readonly indexFile?: string;
  /** Architectures of the variant that the compose file has, but not the compose. */
  readonly missing: readonly string[];
}

/**
 * Finds what is to be pushed: the image of an OCI layout (`DIR` or `oci:DIR:TAG`), or of a compose; of a variant without an
 * architecture, all that the compose has of it. Throws `usage`, `image-invalid`.
 */
export async function findPushed(named: NamedPlace, outputDir: string): Promise<FoundPush> {
  const isLayout = named.given.startsWith("oci:") || (await isFile(join(named.path, "oci-layout")));
  return isLayout ? inLayout(named, outputDir) : inCompose(named, outputDir);
}

async function inLayout(named: NamedPlace, outputDir: string): Promise<FoundPush> {
  const { layout, tag } = await findImage(named, outputDir);
  const { manifestDigest, config } = await openImage(layout, { tag });
  const bootable = config.config?.Labels?.["containers.bootc"] === "1";
  return { images: [{ architecture: config.architecture, bootable, layout, manifestDigest }], missing: [] };
}

async function inCompose(named: NamedPlace, outputDir: string): Promise<FoundPush> {
  const { directory, compose, chosen } = await findInCompose(named, outputDir, legsNamed);
  const [first] = chosen.legs;
  const isWhole = chosen.isWhole && first !== undefined;
  return {
    directory,
    composeId: compose.composeId,
    images: chosen.legs.map(({ variant, architecture, commit: { bootable }, image }) => ({
      ...{ variant, architecture, bootable, layout: image.layout, manifestDigest: image.manifestDigest },
    })),
    ...(isWhole && chosen.legs.length > 1
      ? { indexFile: join(directory, "compose", first.variant, imageIndexFile) }
      : {}),
    missing: isWhole ? missingOf(compose, chosen.legs) : [],
  };
}

interface NamedLegs {
  readonly legs: readonly ComposedLeg[];
  /** Whether the name means a whole variant. */
  readonly isWhole: boolean;
}

/** Returns the legs that `edge` or `edge/arm64` means; nothing means the only variant. Undefined for several variants. */
export function legsNamed({ legs }: Pick<ComposeRecord, "legs">, name: string): NamedLegs | undefined {
  const [variant = "", architecture] = name === "" ? [] : name.split("/");
  const named = legs.filter(
    (leg) =>
      (variant === "" || leg.variant === variant) &&
      (architecture === undefined || leg.architecture === architecture),
  );
  const variants = new Set(named.map((leg) => leg.variant));
  return variants.size === 1 ? { legs: named, isWhole: architecture === undefined } : undefined;
}

function missingOf({ expected }: ComposeRecord, legs: readonly ComposedLeg[]): string[] {
  const variant = legs[0]?.variant;
  return expected
    .filter((leg) => leg.variant === variant)
    .map(({ architecture }) => architecture)
    .filter((architecture) => !legs.some((leg) => leg.architecture === architecture));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
