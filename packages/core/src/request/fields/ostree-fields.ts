import * as z from "zod";
import { revisionFaults } from "../../ostree/revision.ts";
import { refFaults } from "../../treefile/keys/commit/ref.ts";
import type { TextRule } from "../../document/text-schema.ts";
import { field } from "./request-field.ts";

export const repositoryField = field(z.string().min(1), {
  description: "the repository: a directory made by debootc ostree init",
  positional: true,
  path: "directory",
});

/** Accepts a name that ostree takes, which can be neither a path nor an option. */
export const refSchema = ruled(refFaults);

/** Accepts a ref, a checksum, or one of them and `^`. */
export const revisionSchema = ruled(revisionFaults);

function ruled(rule: TextRule) {
  return z.string().superRefine((text, context) => {
    for (const { message, allowed } of rule(text))
      context.addIssue({
        code: "custom",
        message: allowed === undefined ? message : `${message}; allowed: ${allowed}`,
      });
  });
}

export const refField = field(refSchema, {
  description: "the ref, such as debian/trixie/amd64/minimal",
  positional: true,
});

/** Names the file of a secret, never the secret itself: every process of the machine can read arguments. */
export const gpgKeyFileField = field(z.array(z.string().min(1)).optional(), {
  description:
    "sign with the OpenPGP secret key in this file, which only its owner may read; can be given several times",
  path: "file",
  placeholder: "FILE",
});

export const gpgKeyFdField = field(z.int().min(0).optional(), {
  description: "sign with the OpenPGP secret key from this file descriptor",
  placeholder: "N",
});

/** Names files of public keys, to verify with. */
export const gpgKeyField = field(z.array(z.string().min(1)).optional(), {
  description: "accept signatures of the OpenPGP public key in this file; can be given several times",
  path: "file",
  placeholder: "FILE",
});
