import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Asks to compare two images, composes or locks. */
export const diffRequestSchema = z
  .strictObject({
    old: field(namedPlaceSchema, {
      description:
        "a compose (its directory, its ID, latest), an image (an OCI layout, oci:DIR:TAG) or a lockfile",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    new: field(namedPlaceSchema.prefault("latest"), {
      description: "the compose, image or lockfile to compare it with",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    files: field(z.boolean().default(false), {
      description: "also list every path that was added, removed or changed",
    }),
    markdown: field(z.boolean().default(false), {
      description: "print Markdown, for release notes and pull requests",
    }),
    arch: field(debianArchitectureSchema, {
      description:
        "which image to take where a layout has several architectures; of locks, the only one to compare",
      placeholder: "ARCH",
      suggestions: debianNameOfArchitecture,
    }),
    outputDir: outputDirField,
    json: jsonField,
  })
  .refine(({ json, markdown }) => !(json && markdown), {
    error: "--json and --markdown cannot be given together",
  });
export type DiffRequest = z.infer<typeof diffRequestSchema>;
