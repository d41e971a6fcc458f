import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { digestSchema } from "../record/digest.ts";
import { composeLabelSchema } from "./compose-label.ts";
import {
  type ComposeSectionInput,
  composePathSchema,
  composeSection,
  productmdArchitecture,
  productmdHeader,
} from "./productmd.ts";
import { productmdJson } from "./productmd-json.ts";
import { variantIdSchema } from "./release.ts";

/** Lists those of productmd's image types that debootc makes. */
export const imageTypes = ["bootable-container", "container", "qcow2", "raw", "raw-xz"] as const;
export type ImageType = (typeof imageTypes)[number];

/**
 * Lists the formats of each type. `oci` is a directory in OCI layout: productmd's table allows only the archive for
 * `bootable-container`, but its reader accepts both.
 */
export const imageFormats: Readonly<Record<ImageType, readonly string[]>> = {
  "bootable-container": ["oci", "ociarchive"],
  container: ["oci", "ociarchive"],
  qcow2: ["qcow2"],
  raw: ["raw"],
  "raw-xz": ["raw.xz"],
};

const imageInputSchema = z
  .strictObject({
    variant: variantIdSchema,
    /** Debian's name of it. */
    architecture: z.string(),
    type: z.enum(imageTypes),
    format: z.string(),
    /** Below the compose's `compose/`, such as `minimal/amd64/oci`. */
    path: composePathSchema,
    /** Bytes of the file, or of all files of an OCI layout. */
    size: z.int().min(1),
    /** Digest of the file. For an OCI layout, of the image's manifest, as a registry would name the image. */
    digest: digestSchema,
    /** Seconds since 1970. */
    mtime: z.int().min(0),
    bootable: z.boolean(),
    /** Distinguishes several images of one variant; the variant's id when absent. */
    subvariant: z.string().optional(),
  })
  .refine(({ type, format }) => imageFormats[type].includes(format), {
    error: "the image's type does not have this format",
    path: ["format"],
  });
export type ComposeImage = Readonly<z.infer<typeof imageInputSchema>>;

export interface ImagesInput extends ComposeSectionInput {
  readonly images: readonly ComposeImage[];
}

const inputSchema = z.object({
  label: composeLabelSchema.optional(),
  images: z
    .array(imageInputSchema)
    .refine(
      (images) => new Set(images.map(identityOf)).size === images.length,
      "two images have the same subvariant, type, format and architecture",
    ),
});

/**
 * Formats `compose/metadata/images.json` in productmd's format 1.2 (productmd/images.py). An image is identified
 * across composes by subvariant, type, format and architecture. Throws `compose-id-invalid`, `record-invalid`,
 * `treefile-invalid`.
 */
export function imagesJson(input: ImagesInput): string {
  const checked = inputSchema.safeParse({ label: input.label, images: input.images });
  if (!checked.success) {
    throw new DebootcError("record-invalid", `cannot write images.json: ${z.prettifyError(checked.error)}`);
  }
  const byVariant = Map.groupBy(checked.data.images, ({ variant }) => variant);
  const images = [...byVariant].map(([variant, ofVariant]) => [variant, imagesOfVariant(ofVariant)] as const);
  return productmdJson({
    header: productmdHeader("images"),
    payload: { compose: composeSection(input), images: Object.fromEntries(images) },
  });
}

function imagesOfVariant(images: readonly ComposeImage[]) {
  const byArchitecture = Map.groupBy(images, ({ architecture }) => productmdArchitecture(architecture));
  return Object.fromEntries(
    [...byArchitecture].map(([arch, list]) => [
      arch,
      list.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((image) => imageSection(arch, image)),
    ]),
  );
}

function imageSection(arch: string, image: ComposeImage) {
  return {
    arch,
    bootable: image.bootable,
    checksums: { sha256: image.digest.slice("sha256:".length) },
    // These numbers are about optical media, but productmd requires both of every image.
    disc_count: 1,
    disc_number: 1,
    format: image.format,
    implant_md5: null,
    mtime: image.mtime,
    path: image.path,
    size: image.size,
    subvariant: image.subvariant ?? image.variant,
    type: image.type,
    volume_id: null,
  };
}

function identityOf({ variant, subvariant = variant, type, format, architecture }: ComposeImage): string {
  return [subvariant, type, format, architecture].join(" ");
}
