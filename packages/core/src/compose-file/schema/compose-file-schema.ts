import * as z from "zod";
import { variantIdSchema } from "../../compose/release.ts";
import { globsSchema } from "./glob-schema.ts";
import { phasesSchema } from "./phases-schema.ts";
import { releaseInputSchema } from "./release-input.ts";
import { overrideSchema, variantSchema } from "./variant-schema.ts";

const value = (description: string, examples: readonly string[]) =>
  globsSchema("Pattern; a value that matches one with `!` before it is refused.", examples)
    .meta({ description, examples: [examples] })
    .optional();

/** Describes the rules of a user for values of all variants, as they are written. */
export const patternsSchema = z
  .strictObject({
    ref: value("What the `ref` of each leg must match.", ["debian/*"]),
    version: value("What the `automatic-version-prefix` of each leg must match; each must have one.", [
      "13*",
    ]),
    packages: value("What each name of `packages` must match.", ["*", "!*-dbgsym"]),
    metadata: z
      .record(z.string(), globsSchema("Pattern.", ["*@example.org"]))
      .meta({
        description: "What fields of `metadata` must match; each leg must have these fields.",
        examples: [{ owner: ["*@example.org"] }],
      })
      .optional(),
  })
  .meta({
    description:
      "Your own rules: each value must match one of the patterns, and none that begins with `!`. A pattern that matches nothing is an error.",
    examples: [{ ref: ["debian/*"], packages: ["*", "!telnetd"] }],
  });

/** Describes a compose file as it is written. */
export const composeFileSchema = z
  .strictObject({
    release: releaseInputSchema,
    variants: z
      .record(variantIdSchema, variantSchema)
      .meta({ description: "The variants, by their ids: letters and digits." }),
    overrides: z
      .array(overrideSchema)
      .meta({
        description:
          "Settings for some variants or architectures, applied in their order after those of the variants.",
        default: [],
      })
      .optional(),
    patterns: patternsSchema.optional(),
    phases: phasesSchema.optional(),
  })
  .meta({ title: "debootc compose file", description: "Several images that are composed together." });
