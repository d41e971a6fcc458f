import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Compare two commits. */
export const ostreeDiffRequestSchema = z.strictObject({
  repo: repositoryField,
  old: field(revisionSchema, {
    description: "a commit; when it is the only one, it is compared with the one before it",
    positional: true,
  }),
  new: field(revisionSchema.optional(), {
    description: "the commit to compare it with",
    positional: true,
  }),
  files: field(z.boolean().default(false), { description: "also list every path that changed" }),
  json: jsonField,
});
export type OstreeDiffRequest = z.infer<typeof ostreeDiffRequestSchema>;
