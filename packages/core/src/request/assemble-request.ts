import * as z from "zod";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
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
  onlyVariant: field(z.array(z.string().min(1)).min(1).optional(), {
    description:
      "need only the legs of this variant, and let all others be missing; can be given several times",
    placeholder: "ID",
  }),
  onlyArch: field(z.array(debianArchitectureSchema).min(1).optional(), {
    description:
      "need only the legs for this architecture, and let all others be missing; can be given several times",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  outputDir: outputDirField,
  gpgKeyFile: gpgKeyFileField,
  gpgKeyFd: gpgKeyFdField,
  jobs: jobsField,
  json: jsonField,
});
export type AssembleRequest = z.infer<typeof assembleRequestSchema>;
