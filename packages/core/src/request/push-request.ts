import * as z from "zod";
import { textSchema } from "../document/text-schema.ts";
import {
  parseReference,
  referenceFaults,
  referenceRule,
  repositoryNameFaults,
  tagFaults,
} from "../registry/reference.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import { jsonField, outputDirField } from "./fields/shared-fields.ts";

/** Names the services of Sigstore that everybody may use. */
export const publicSigstore = {
  fulcioUrl: "https://fulcio.sigstore.dev",
  rekorUrl: "https://rekor.sigstore.dev",
} as const;

/** Asks to bring the image of a compose, of all architectures of a variant, or of an OCI layout to a registry. */
export const pushRequestSchema = z.strictObject({
  compose: field(namedPlaceSchema, {
    description:
      "the compose: its directory, its ID, or latest; /VARIANT and /ARCH choose a part of it; or an OCI layout (a directory, oci:DIR:TAG)",
    path: "place",
    completes: "compose",
    positional: true,
  }),
  to: field(textSchema(referenceFaults, { description: "Where to push." }).transform(parseReference), {
    description: `where to push: ${referenceRule}`,
    allowed: referenceRule,
    positional: true,
  }),
  tag: field(
    z
      .array(textSchema(tagFaults, { description: "A tag." }))
      .min(1)
      .optional(),
    {
      description: "move this tag, too, once everything else is there; can be given several times",
      placeholder: "TAG",
    },
  ),
  mountFrom: field(
    z
      .array(textSchema(repositoryNameFaults, { description: "A repository." }))
      .min(1)
      .optional(),
    {
      description:
        "take layers from this repository of the same registry if it has them; can be given several times",
      placeholder: "NAME",
    },
  ),
  signKey: field(z.string().min(1).optional(), {
    description:
      "sign the images with the private key in this file, which only its owner may read: ECDSA on P-256 in PEM, or one of cosign",
    path: "file",
    placeholder: "FILE",
  }),
  signKeyless: field(z.boolean().default(false), {
    description:
      "sign the images as who runs this, by Sigstore: with the identity token of the CI job, or that in SIGSTORE_ID_TOKEN",
  }),
  fulcioUrl: field(z.url({ protocol: /^https?$/ }).default(publicSigstore.fulcioUrl), {
    description: "with --sign-keyless: who issues the certificates",
    placeholder: "URL",
  }),
  rekorUrl: field(z.url({ protocol: /^https?$/ }).default(publicSigstore.rekorUrl), {
    description: "with --sign-keyless: the log of signatures, which everybody can read",
    placeholder: "URL",
  }),
  insecureHttp: field(z.boolean().default(false), {
    description: "talk to the registry without TLS; one on this machine may always lack it",
  }),
  outputDir: outputDirField,
  json: jsonField,
});
export type PushRequest = z.infer<typeof pushRequestSchema>;
