import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { gpgKeyFdField, gpgKeyFileField, repositoryField } from "../fields/ostree-fields.ts";

/** Tell clients what a repository has. */
export const ostreeSummaryRequestSchema = z.strictObject({
  repo: repositoryField,
  gpgKeyFile: gpgKeyFileField,
  gpgKeyFd: gpgKeyFdField,
  unsigned: field(z.boolean().default(false), {
    description: "write it without a signature, even where the one before has one",
  }),
  json: jsonField,
});
export type OstreeSummaryRequest = z.infer<typeof ostreeSummaryRequestSchema>;
