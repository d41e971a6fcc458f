import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField, outputDirField } from "../fields/shared-fields.ts";
import { gpgKeyField, refSchema, repositoryField } from "../fields/ostree-fields.ts";

/** Bring a commit into a repository. */
export const ostreePullRequestSchema = z.strictObject({
  repo: repositoryField,
  source: field(z.string().min(1), {
    description: "a compose (its directory, its ID, latest), another repository, or the URL of one",
    completes: "compose",
    positional: true,
  }),
  ref: field(refSchema.optional(), {
    description: "the ref to pull: the compose's, or the only one, unless given",
    positional: true,
  }),
  gpgKey: gpgKeyField,
  unsigned: field(z.boolean().default(false), {
    description: "take the commit of a server without looking at signatures",
  }),
  outputDir: outputDirField,
  json: jsonField,
});
export type OstreePullRequest = z.infer<typeof ostreePullRequestSchema>;
