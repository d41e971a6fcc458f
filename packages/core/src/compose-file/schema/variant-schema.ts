import * as z from "zod";
import { variantIdSchema } from "../../compose/release.ts";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { debianArchitectures } from "../../debian/debian-architecture.ts";
import { includeFaults } from "../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";
import { globsSchema } from "./glob-schema.ts";
import { lineFaults } from "./release-input.ts";

const label = textSchema(lineFaults, {
  description: "Label of a runner.",
  examples: ["self-hosted"],
});

const made = (what: string) =>
  z
    .boolean()
    .meta({ description: `Whether ${what}.`, default: true, examples: [false] })
    .optional();

/** The settings that a variant and an override can both give. */
const settings = {
  build: z.looseObject({}).meta({
    description:
      "Keys of a treefile, which win over those of `treefile` as if they were in one that includes it.",
    examples: [{ packages: ["chrony"] }],
    allOf: [{ $ref: "treefile.schema.json" }],
  }),
  metadata: z.record(z.string(), z.unknown()).meta({
    description: "Fields of your own, with any names and values; they change nothing in the image.",
    examples: [{ owner: "infra@example.org" }],
  }),
  ostree: z
    .strictObject({
      ref: textSchema(refPatternFaults, {
        description: "The ref, in place of that of the treefile; `${variant}` is the id of the variant.",
        examples: ["debian/13/${basearch}/${variant}"],
      }).optional(),
    })
    .meta({ description: "What becomes of its commit.", examples: [{ ref: "debian/${variant}" }] }),
  output: z
    .strictObject({
      sbom: made("it has SBOMs"),
      lint: made("its image is judged by the linter"),
      disks: made("it has the disk images that its treefile wants"),
      report: made("it has a page about it"),
      "sbom-files": z
        .boolean()
        .meta({
          description: "Whether its SBOMs list every file of the image, with its digest.",
          absent: "false",
          examples: [true],
        })
        .optional(),
      "image-compression": z
        .enum(["zstd", "gzip"])
        .meta({
          description: "How layers are compressed, whatever the treefile says.",
          absent: "as the treefile says",
          examples: ["gzip"],
        })
        .optional(),
      "previous-image": textSchema(lineFaults, {
        description:
          "The OCI layout or compose whose layers it keeps where possible, relative to this file; `none` for no image.",
        absent: "the previous compose of its ref",
        examples: ["../released/compose/server/amd64/oci"],
      }).optional(),
    })
    .meta({ description: "What is made of its root.", examples: [{ sbom: false }] }),
  "runs-on": z.union([label, z.array(label).min(1)]).meta({
    description: "Labels of the GitHub runner for each of its legs.",
    examples: [["self-hosted", "linux"]],
  }),
  required: z.boolean().meta({ description: "Whether the compose fails if this fails.", examples: [false] }),
};

const ofVariant = { absent: "as the variant has it" };

const variantId = textSchema(variantIdFaults, {
  description: "Id of a variant.",
  pattern: z.toJSONSchema(variantIdSchema).pattern ?? "",
  examples: ["server"],
});

/** Describes one variant as it is written. */
export const variantSchema = z
  .strictObject({
    inherits: z
      .union([variantId, z.array(variantId).min(1)])
      .meta({
        description: "Variants to take all keys from but `name`; this one wins.",
        examples: ["minimal"],
      })
      .optional(),
    name: textSchema(lineFaults, {
      description: "Name for people.",
      absent: "the id",
      examples: ["Debian server"],
    }).optional(),
    treefile: textSchema(includeFaults, {
      description: "The treefile, relative to this file.",
      absent: "that of the variants that it inherits; one must give it",
      examples: ["server.yaml"],
    }).optional(),
    arches: z
      .array(
        textSchema(architectureFaults, {
          description: "Debian's name of an architecture.",
          enum: debianArchitectures,
        }),
      )
      .min(1)
      .meta({
        description: "Architectures to compose it for; each is a leg.",
        absent: "those of the variants that it inherits; one must give them",
        examples: [["amd64", "arm64"]],
      })
      .optional(),
    build: settings.build.optional(),
    ostree: settings.ostree.optional(),
    output: settings.output.optional(),
    metadata: settings.metadata.meta({ default: {} }).optional(),
    "runs-on": settings["runs-on"].meta({ default: ["ubuntu-latest"] }).optional(),
    required: settings.required.meta({ default: true }).optional(),
  })
  .meta({ description: "One kind of image." });

/** Describes one entry of `overrides` as it is written. */
export const overrideSchema = z
  .strictObject({
    variants: globsSchema("Patterns of variant ids.", ["server*"]).meta({
      description: "Which variants it holds for, by patterns of their ids.",
      examples: ["server*"],
    }),
    arches: globsSchema("Patterns of architectures.", ["arm64"])
      .meta({
        description: "On which architectures it holds, by patterns.",
        absent: "on all",
        examples: [["arm64"]],
      })
      .optional(),
    build: settings.build.optional(),
    ostree: settings.ostree.meta(ofVariant).optional(),
    output: settings.output.meta(ofVariant).optional(),
    metadata: settings.metadata.meta(ofVariant).optional(),
    "runs-on": settings["runs-on"].meta(ofVariant).optional(),
    required: settings.required.meta(ofVariant).optional(),
  })
  .meta({ description: "Settings for some variants or architectures." });

/** What the ref comes to is checked with the treefile. */
function refPatternFaults(text: string): readonly TextFault[] {
  return text === "" ? [{ message: "the ref is empty" }] : [];
}

/** Checks the id of a variant: productmd's rule, and no name of another directory of a compose. */
export function variantIdFaults(text: string): readonly TextFault[] {
  if (text === "metadata") {
    const hint = "Choose another id; `name` takes any text.";
    return [{ message: "`metadata` is the directory of what a compose says of all variants", hint }];
  }
  if (variantIdSchema.safeParse(text).success) return [];
  const words = text.replaceAll(/[^a-zA-Z0-9]/g, "");
  return [
    {
      message: `${quoted(text)} cannot be the id of a variant`,
      allowed: "letters and digits",
      ...(words === "" ? {} : { hint: `Write \`${words}\`; \`name\` takes any text.` }),
    },
  ];
}
