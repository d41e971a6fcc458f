import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { field } from "./fields/request-field.ts";
import { jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Compare two images or composes. */
export const diffRequestSchema = z
  .strictObject({
    old: field(z.string().min(1), {
      description: "a compose (its directory, its ID, latest) or an image (an OCI layout, oci:DIR:TAG)",
      completes: "compose",
      positional: true,
    }),
    new: field(z.string().min(1).default("latest"), {
      description: "what to compare with it, in the same words",
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
      description: "which image to take where a layout has several architectures",
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
