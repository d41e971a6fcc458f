import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";

/** Asks for a repository that serves updates. */
export const ostreeInitRequestSchema = z.strictObject({
  repo: field(z.string().min(1), {
    description: "the directory to create",
    positional: true,
    path: "directory",
  }),
  json: jsonField,
});
export type OstreeInitRequest = z.infer<typeof ostreeInitRequestSchema>;
