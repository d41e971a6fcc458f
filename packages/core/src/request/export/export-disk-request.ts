import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { namedPlaceSchema } from "../fields/named-place.ts";
import { cacheDirField, jsonField, outputDirField } from "../fields/shared-fields.ts";

/** Builds the request of an export of disks from their formats, of which the pipeline has a table. */
export function exportDiskRequestSchema(formats: readonly string[]) {
  return z.strictObject({
    compose: field(namedPlaceSchema.prefault("latest"), {
      description: "the compose: its directory, its ID, or latest",
      path: "place",
      completes: "compose",
      positional: true,
    }),
    format: field(z.array(z.enum(formats)).min(1).optional(), {
      description: "write only this format instead of all; can be given several times",
      placeholder: "FORMAT",
    }),
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    json: jsonField,
  });
}
export type ExportDiskRequest = z.infer<ReturnType<typeof exportDiskRequestSchema>>;
