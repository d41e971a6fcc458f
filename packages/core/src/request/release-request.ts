import * as z from "zod";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { outputDirField } from "./fields/shared-fields.ts";

/** Asks to make a release of a finished compose. */
export const releaseRequestSchema = z.strictObject({
  compose: field(namedPlaceSchema, {
    description: "the compose: its directory, its ID, or latest",
    path: "place",
    completes: "compose",
    positional: true,
  }),
  outputDir: outputDirField,
});
