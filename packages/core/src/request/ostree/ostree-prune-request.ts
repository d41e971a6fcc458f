import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { repositoryField } from "../fields/ostree-fields.ts";

/** Remove old commits. */
export const ostreePruneRequestSchema = z.strictObject({
  repo: repositoryField,
  keep: field(z.int().min(1).default(5), {
    description: "keep so many commits of each ref, the newest among them",
    placeholder: "N",
  }),
  keepDays: field(z.int().min(1).optional(), {
    description: "also keep every commit that is not older",
    placeholder: "DAYS",
  }),
  apply: field(z.boolean().default(false), {
    description: "remove them; without it, only tell what would be removed",
  }),
  json: jsonField,
});
export type OstreePruneRequest = z.infer<typeof ostreePruneRequestSchema>;
