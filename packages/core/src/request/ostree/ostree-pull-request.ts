import * as z from "zod";
import { namedPlaceSchema } from "../fields/named-place.ts";
import { field } from "../fields/request-field.ts";
import { jsonField, outputDirField } from "../fields/shared-fields.ts";
import { gpgKeyField, refSchema, repositoryField } from "../fields/ostree-fields.ts";

/** Asks to copy a commit into a repository. */
export const ostreePullRequestSchema = z.strictObject({
  repo: repositoryField,
  source: field(namedPlaceSchema, {
    description: "a compose (its directory, its ID, latest), another repository, or the URL of one",
    path: "place",
    completes: "compose",
    positional: true,
  }),
  ref: field(refSchema.optional(), {
    description: "the ref to pull; that of the compose, or the only one, unless given",
    positional: true,
  }),
  gpgKey: gpgKeyField,
  unsigned: field(z.boolean().default(false), {
    description: "accept the commit of a server without checking signatures",
  }),
  outputDir: outputDirField,
  json: jsonField,
});
export type OstreePullRequest = z.infer<typeof ostreePullRequestSchema>;
