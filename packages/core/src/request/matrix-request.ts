import * as z from "zod";
import { architecturesField } from "./fields/architectures-field.ts";
import { field } from "./fields/request-field.ts";
import { jsonField } from "./fields/shared-fields.ts";
import { variantField } from "./fields/variant-field.ts";

/** Asks for the jobs of a compose, as a workflow of GitHub takes them. */
export const matrixRequestSchema = z.strictObject({
  file: field(z.string().min(1), {
    description: "the compose file, or a treefile",
    path: "file",
    completes: "treefile",
    positional: true,
  }),
  variant: variantField,
  arch: architecturesField(
    "read a treefile for this architecture, as Debian names it, or choose only this of a compose file, else all",
  ),
  composeId: field(z.string().min(1).optional(), {
    description: "the ID of the compose, instead of one from release and date",
    placeholder: "ID",
  }),
  timestamp: field(z.int().min(0).optional(), {
    description: "the moment of the compose in seconds since 1970, instead of now",
    placeholder: "SECONDS",
  }),
  json: jsonField,
});
export type MatrixRequest = z.infer<typeof matrixRequestSchema>;
