import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { refField, repositoryField } from "../fields/ostree-fields.ts";

/** Tell what a ref named over time. */
export const ostreeLogRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: refField,
  limit: field(z.int().min(1).default(20), {
    description: "show so many, the newest first",
    placeholder: "N",
  }),
  json: jsonField,
});
export type OstreeLogRequest = z.infer<typeof ostreeLogRequestSchema>;
