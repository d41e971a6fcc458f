import * as z from "zod";
import { chrootNameSchema } from "../../mock-build/named-chroot.ts";
import { jobsField } from "../compose-request.ts";
import { field } from "../request-field.ts";
import { architectureField, cacheDirField, jsonField, mirrorField } from "../shared-fields.ts";

/** Make a chroot that lives until it is removed. */
export const chrootCreateRequestSchema = z.strictObject({
  name: field(chrootNameSchema.optional(), {
    description: "what to call it; the name of its configuration, such as trixie-amd64, when absent",
    positional: true,
  }),
  suite: field(z.string().min(1).default("trixie"), {
    description: "its configuration: a suite, or one of your own",
    placeholder: "NAME",
  }),
  config: field(z.string().min(1).optional(), {
    description: "a file that changes the configuration",
    completes: "file",
    placeholder: "FILE",
  }),
  arch: architectureField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  jobs: jobsField,
  json: jsonField,
});
export type ChrootCreateRequest = z.infer<typeof chrootCreateRequestSchema>;
