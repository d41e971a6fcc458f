import * as z from "zod";
import { chrootNameRule, chrootNameSchema } from "../../mock-build/records/named-chroot.ts";
import { jobsField } from "../compose-request.ts";
import { field } from "../fields/request-field.ts";
import { cacheDirField, jsonField, mirrorField } from "../fields/shared-fields.ts";
import { chrootArchitectureField, configFileField, configurationField } from "../fields/chroot-fields.ts";

/** Make a chroot that lives until it is removed. */
export const chrootCreateRequestSchema = z.strictObject({
  name: field(chrootNameSchema.optional(), {
    description: "what to call it; the name of its configuration, such as trixie-amd64, when absent",
    allowed: chrootNameRule,
    positional: true,
  }),
  suite: configurationField,
  config: configFileField,
  arch: chrootArchitectureField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  jobs: jobsField,
  json: jsonField,
});
export type ChrootCreateRequest = z.infer<typeof chrootCreateRequestSchema>;
