import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Asks to compare two commits. */
export const ostreeDiffRequestSchema = z.strictObject({
  repo: repositoryField,
  old: field(revisionSchema, {
    description: "a commit; if it is the only one, it is compared with its parent",
    positional: true,
  }),
  new: field(revisionSchema.optional(), {
    description: "the commit to compare it with",
    positional: true,
  }),
  files: field(z.boolean().default(false), { description: "also list every changed path" }),
  json: jsonField,
});
export type OstreeDiffRequest = z.infer<typeof ostreeDiffRequestSchema>;
