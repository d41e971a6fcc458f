import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { gpgKeyFdField, gpgKeyFileField } from "./fields/ostree-fields.ts";
import { jsonField, outputDirField } from "./fields/shared-fields.ts";
import { jobsField } from "./compose-request.ts";

/** Asks to make one compose of legs that were composed apart. */
export const assembleRequestSchema = z.strictObject({
  legs: field(z.array(z.string().min(1)).min(1), {
    description: "compose directories, each with some legs of one compose",
    path: "directory",
    positional: true,
  }),
  outputDir: outputDirField,
  gpgKeyFile: gpgKeyFileField,
  gpgKeyFd: gpgKeyFdField,
  jobs: jobsField,
  json: jsonField,
});
export type AssembleRequest = z.infer<typeof assembleRequestSchema>;
