import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { gpgKeyField, repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Asks to check a commit as a client does. */
export const ostreeVerifyRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: field(revisionSchema, {
    description: "the commit to check: a ref or a checksum",
    positional: true,
  }),
  gpgKey: gpgKeyField,
  ed25519Key: field(z.string().min(1).optional(), {
    description:
      "accept signatures of the ed25519 public key in this file, if the ostree of this machine can",
    path: "file",
    placeholder: "FILE",
  }),
  summary: field(z.boolean().default(false), {
    description: "require that one of the keys also signed the summary, and that it lists this commit",
  }),
  json: jsonField,
});
export type OstreeVerifyRequest = z.infer<typeof ostreeVerifyRequestSchema>;
