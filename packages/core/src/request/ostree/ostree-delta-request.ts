import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { refField, repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Make a static delta. */
export const ostreeDeltaRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: refField,
  from: field(revisionSchema.optional(), {
    description: "the commit that machines have: the one before, unless given",
    placeholder: "REV",
  }),
  json: jsonField,
});
export type OstreeDeltaRequest = z.infer<typeof ostreeDeltaRequestSchema>;
