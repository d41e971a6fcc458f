import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { gpgKeyFdField, gpgKeyFileField, repositoryField, revisionSchema } from "../fields/ostree-fields.ts";

/** Sign a commit. */
export const ostreeSignRequestSchema = z.strictObject({
  repo: repositoryField,
  ref: field(revisionSchema, {
    description: "the commit to sign: a ref, or a checksum",
    positional: true,
  }),
  gpgKeyFile: gpgKeyFileField,
  gpgKeyFd: gpgKeyFdField,
  ed25519KeyFile: field(z.array(z.string().min(1)).optional(), {
    description:
      "sign with the secret key of ostree's sign API in this file, where this machine's ostree can; can be given several times",
    completes: "file",
    placeholder: "FILE",
  }),
  ed25519KeyFd: field(z.int().min(0).optional(), {
    description: "sign with the secret key of ostree's sign API that is read from this file descriptor",
    placeholder: "N",
  }),
  json: jsonField,
});
export type OstreeSignRequest = z.infer<typeof ostreeSignRequestSchema>;
