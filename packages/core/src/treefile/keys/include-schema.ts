import * as z from "zod";
import { debianArchitectures } from "../../debian/debian-architecture.ts";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { conditionFaults } from "./include-condition.ts";
import { includeFaults } from "../../document/relative-path.ts";
import { textSchema } from "../../document/text-schema.ts";

const path = textSchema(includeFaults, {
  description: "A treefile, relative to this one.",
  examples: ["base.yaml"],
});
const paths = z.union([path, z.array(path)]);

const architecture = textSchema(architectureFaults, {
  description: "Debian's name of an architecture.",
  enum: debianArchitectures,
});

const condition = textSchema(conditionFaults, {
  description: "A variable, an operator and a value.",
  examples: ['edition == "server"'],
});
/** Checked as a file of its own, when its file is read. */
const inline = z.looseObject({}).meta({
  description: "What the included treefile would say.",
  allOf: [{ $ref: "#" }],
});

export const includeSchema = paths.meta({
  description: "Treefiles to build upon; this one wins.",
  examples: ["base.yaml"],
});

export const archIncludeSchema = z.record(architecture, paths).meta({
  description: "Treefiles to build upon on one architecture only, after those of `include`.",
  examples: [{ amd64: "grub.yaml", arm64: ["grub.yaml", "boards.yaml"] }],
});

export const conditionalIncludeSchema = z
  .array(
    z.strictObject({
      if: z
        .union([condition, z.array(condition).min(1)])
        .meta({ description: "A condition, or several that must all hold.", examples: ['suite == "sid"'] }),
      include: z
        .union([path, z.array(path), inline])
        .meta({ description: "Treefiles, or the keys of one.", examples: ["sid.yaml"] }),
    }),
  )
  .meta({
    description:
      "Treefiles to build upon when a condition on a variable holds, after those of `arch-include`.",
    examples: [[{ if: 'suite == "sid"', include: "sid.yaml" }]],
  });
