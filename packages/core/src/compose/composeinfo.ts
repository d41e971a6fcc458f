import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { composeLabelSchema } from "./compose-label.ts";
import {
  type ComposeSectionInput,
  composePathSchema,
  composeSection,
  productmdArchitecture,
  productmdHeader,
} from "./productmd.ts";
import { productmdJson } from "./productmd-json.ts";
import { type Release, releaseSchema, variantIdSchema } from "./release.ts";

const variantInputSchema = z.strictObject({
  id: variantIdSchema,
  /** For people to read. */
  name: z.string().min(1),
  architectures: z
    .array(
      z.strictObject({
        /** Debian's name of it. */
        architecture: z.string(),
        /** Directory of its images below the compose's `compose/`; absent when it has no images. */
        images: composePathSchema.optional(),
      }),
    )
    .min(1),
});
export type ComposeVariant = Readonly<z.infer<typeof variantInputSchema>>;

export interface ComposeinfoInput extends ComposeSectionInput {
  readonly release: Release;
  readonly variants: readonly ComposeVariant[];
}

const inputSchema = z.object({
  label: composeLabelSchema.optional(),
  release: releaseSchema,
  variants: z.array(variantInputSchema).refine(areDifferent, "variant ids must differ"),
});

/**
 * Formats `compose/metadata/composeinfo.json`, which says what was composed, in productmd's format 1.2
 * (productmd/composeinfo.py). Throws `compose-id-invalid`, `record-invalid`, `treefile-invalid`.
 */
export function composeinfoJson(input: ComposeinfoInput): string {
  const checked = inputSchema.safeParse({
    label: input.label,
    release: input.release,
    variants: input.variants,
  });
  if (!checked.success) {
    throw new DebootcError(
      "record-invalid",
      `cannot write composeinfo.json: ${z.prettifyError(checked.error)}`,
    );
  }
  const { release, variants } = checked.data;
  return productmdJson({
    header: productmdHeader("composeinfo"),
    payload: {
      compose: composeSection(input),
      release: {
        name: release.name,
        short: release.short,
        version: release.version,
        type: "ga",
        internal: false,
      },
      variants: Object.fromEntries(variants.map((variant) => [variant.id, variantSection(variant)])),
    },
  });
}

function variantSection({ id, name, architectures }: ComposeVariant) {
  const images = architectures.flatMap(({ architecture, images: path }) =>
    path === undefined ? [] : [[productmdArchitecture(architecture), path] as const],
  );
  return {
    id,
    uid: id,
    name,
    type: "variant",
    arches: architectures.map(({ architecture }) => productmdArchitecture(architecture)).sort(),
    paths: images.length === 0 ? {} : { images: Object.fromEntries(images) },
  };
}

function areDifferent(variants: readonly { readonly id: string }[]): boolean {
  return new Set(variants.map(({ id }) => id)).size === variants.length;
}
