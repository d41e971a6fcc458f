import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";

/** Make a repository that updates are served from. */
export const ostreeInitRequestSchema = z.strictObject({
  repo: field(z.string().min(1), {
    description: "the directory to make",
    positional: true,
    directory: true,
  }),
  json: jsonField,
});
export type OstreeInitRequest = z.infer<typeof ostreeInitRequestSchema>;
