import * as z from "zod";
import { textSchema } from "../document/text-schema.ts";
import { parseReference, referenceFaults, referenceRule } from "../registry/reference.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { outputDirField } from "./fields/shared-fields.ts";

/** Asks to attest where and of what a finished compose was made. */
export const attestRequestSchema = z.strictObject({
  compose: field(namedPlaceSchema, {
    description: "the compose: its directory, its ID, or latest",
    path: "place",
    completes: "compose",
    positional: true,
  }),
  image: field(
    textSchema(referenceFaults, { description: "Where the images were pushed." })
      .transform(parseReference)
      .optional(),
    {
      description: `where its images were pushed, by which attestations then name them: ${referenceRule}`,
      allowed: referenceRule,
    },
  ),
  outputDir: outputDirField,
});
export type AttestRequest = z.infer<typeof attestRequestSchema>;
