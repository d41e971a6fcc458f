import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { field } from "./fields/request-field.ts";
import { jsonField } from "./fields/shared-fields.ts";
import { variantField } from "./fields/variant-field.ts";

/** Asks to read treefiles and compose files with everything they include, and to report every error at once. */
export const validateRequestSchema = z
  .strictObject({
    files: field(z.array(z.string().min(1)).min(1), {
      description: "the treefiles and compose files to check",
      path: "file",
      completes: "treefile",
      positional: true,
    }),
    arch: field(debianArchitectureSchema, {
      description:
        "read treefiles for this architecture, as Debian names it, and print only this of a compose file, else all",
      placeholder: "ARCH",
      suggestions: debianNameOfArchitecture,
    }),
    expand: field(z.boolean().default(false), {
      description: "print the merged treefile, with the file and line of every value",
    }),
    variant: variantField,
    format: field(z.enum(["yaml", "json"]).optional(), {
      description: "how --expand prints: yaml for people, unless given; json is one record a line",
      placeholder: "FORMAT",
    }),
    json: jsonField,
  })
  .refine(({ format, expand }) => format === undefined || expand, {
    error: "--format says how --expand prints; give both",
  })
  .refine(({ format, json }) => format === undefined || !json, {
    error: "--format and --json cannot be given together",
  });
export type ValidateRequest = z.infer<typeof validateRequestSchema>;
