import * as z from "zod";
import { diskFormats } from "../disk/disk-record.ts";
import { field } from "./fields/request-field.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Make something of a finished compose that is not made with every compose. */
export const exportRequestSchema = z.strictObject({
  what: field(z.enum(["disk"]), {
    description: "disk: an image of a whole disk, which boots by itself under UEFI",
    positional: true,
  }),
  compose: field(z.string().min(1).default("latest"), {
    description: "the compose: its directory, its ID, or latest",
    completes: "compose",
    positional: true,
  }),
  format: field(
    z
      .array(z.enum(diskFormats))
      .min(1)
      .default([...diskFormats]),
    {
      description: "write this format only; can be given several times",
      placeholder: "FORMAT",
    },
  ),
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  json: jsonField,
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;
