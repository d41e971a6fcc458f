import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { gpgKeyField, repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Judge a commit as a client does. */
export const ostreeVerifyRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: field(revisionSchema, {
    description: "the commit to judge: a ref, or a checksum",
    positional: true,
  }),
  gpgKey: gpgKeyField,
  ed25519Key: field(z.string().min(1).optional(), {
    description:
      "accept what a public key of ostree's sign API in this file has signed, where this machine's ostree can",
    completes: "file",
    placeholder: "FILE",
  }),
  summary: field(z.boolean().default(false), {
    description: "the summary, too, must be signed by one of the keys, and tell of this commit",
  }),
  json: jsonField,
});
export type OstreeVerifyRequest = z.infer<typeof ostreeVerifyRequestSchema>;
