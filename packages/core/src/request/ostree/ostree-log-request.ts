import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { refField, repositoryField } from "../fields/ostree-fields.ts";

/** Asks for the history of a ref. */
export const ostreeLogRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: refField,
  limit: field(z.int().min(1).default(20), {
    description: "show this many commits, the newest first",
    placeholder: "N",
  }),
  json: jsonField,
});
export type OstreeLogRequest = z.infer<typeof ostreeLogRequestSchema>;
