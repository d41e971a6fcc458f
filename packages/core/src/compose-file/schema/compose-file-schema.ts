import * as z from "zod";
import { variantIdSchema } from "../../compose/release.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";
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

/** Checks the path of a plugin by its words. */
function pluginFileFaults(text: string): readonly TextFault[] {
  const allowed = "a path relative to this file that ends in .ts, .mts, .js or .mjs";
  if (text.startsWith("/")) {
    const hint = "Write it relative to this file, or name it by --plugin.";
    return [{ message: `${quoted(text)} is an absolute path`, allowed, hint }];
  }
  if (/\.m?[jt]s$/.test(text)) return [];
  const hint = "A plugin is one JavaScript or TypeScript file.";
  return [{ message: `${quoted(text)} is not a plugin by its name`, allowed, hint }];
}

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
    plugins: z
      .array(textSchema(pluginFileFaults, { description: "A file with a plugin, relative to this file." }))
      .min(1)
      .meta({
        description: "Plugins, whose code adds steps to the compose, with your rights.",
        examples: [["plugins/catalogue.ts"]],
      })
      .optional(),
  })
  .meta({ title: "debootc compose file", description: "Several images that are composed together." });
