import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Judge a root file system, an image or a compose. */
export const lintRequestSchema = z
  .strictObject({
    subject: field(z.string().min(1).default("latest"), {
      description:
        "a compose (its directory, its ID, latest), an image (an OCI layout, oci:DIR:TAG) or the directory of a root file system",
      completes: "compose",
      positional: true,
    }),
    skip: field(z.array(z.string().min(1)).optional(), {
      description: "leave this rule out; can be given several times",
      placeholder: "RULE",
    }),
    fatalWarnings: field(z.boolean().default(false), { description: "count warnings as errors" }),
    noTruncate: field(z.boolean().default(false), {
      description: "list all findings of a rule instead of the first few",
    }),
    list: field(z.boolean().default(false), {
      description: "list the rules instead, with their levels",
    }),
    sarif: field(z.boolean().default(false), {
      description: "print SARIF 2.1.0, as code scanning reads it",
    }),
    arch: field(debianArchitectureSchema, {
      description: "which image to take where a layout has several architectures",
      placeholder: "ARCH",
      suggestions: debianNameOfArchitecture,
    }),
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  })
  .refine(({ json, sarif }) => !(json && sarif), { error: "--json and --sarif cannot be given together" })
  .refine(({ list, sarif }) => !(list && sarif), { error: "--list and --sarif cannot be given together" });
export type LintRequest = z.infer<typeof lintRequestSchema>;
