import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { architectureField, jsonField } from "./fields/shared-fields.ts";

/** Read treefiles with all that they include, and report every error at once. */
export const validateRequestSchema = z.strictObject({
  files: field(z.array(z.string().min(1)).min(1), {
    description: "the treefiles to check",
    completes: "treefile",
    positional: true,
  }),
  arch: architectureField,
  expand: field(z.boolean().default(false), {
    description: "print the merged treefile, with the file and line of every value",
  }),
  json: jsonField,
});
export type ValidateRequest = z.infer<typeof validateRequestSchema>;
