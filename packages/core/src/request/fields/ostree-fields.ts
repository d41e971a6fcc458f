import * as z from "zod";
import { revisionFaults } from "../../ostree/revision.ts";
import { refFaults } from "../../treefile/keys/ostree-ref.ts";
import type { TextRule } from "../../document/text-schema.ts";
import { field } from "./request-field.ts";

export const repositoryField = field(z.string().min(1), {
  description: "the repository: a directory that debootc ostree init made",
  positional: true,
  directory: true,
});

/** A name that ostree accepts, so that it can be neither a path nor an option. */
export const refSchema = ruled(refFaults);

/** A ref, a checksum, or one of them and `^`. */
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

/** Secrets: never values of their own, which every process of the machine could read. */
export const gpgKeyFileField = field(z.array(z.string().min(1)).optional(), {
  description:
    "sign with the OpenPGP secret key in this file, which only its owner may read; can be given several times",
  completes: "file",
  placeholder: "FILE",
});

export const gpgKeyFdField = field(z.int().min(0).optional(), {
  description: "sign with the OpenPGP secret key that is read from this file descriptor",
  placeholder: "N",
});

/** Public keys, to check with. */
export const gpgKeyField = field(z.array(z.string().min(1)).optional(), {
  description: "accept what the OpenPGP public key in this file has signed; can be given several times",
  completes: "file",
  placeholder: "FILE",
});
