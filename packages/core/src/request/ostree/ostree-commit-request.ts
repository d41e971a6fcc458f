import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { refSchema, repositoryField } from "../fields/ostree-fields.ts";

/** Commit a directory. */
export const ostreeCommitRequestSchema = z.strictObject({
  repo: repositoryField,
  tree: field(z.string().min(1), {
    description: "the directory to commit, as it stands",
    directory: true,
    positional: true,
  }),
  ref: field(refSchema, {
    description: "the ref that will name the commit; the commit it names now becomes the parent",
    placeholder: "REF",
  }),
  subject: field(
    z
      .string()
      .regex(/^[^\r\n]*$/)
      .default(""),
    {
      description: "one line about the commit",
      placeholder: "TEXT",
    },
  ),
  treeVersion: field(
    z
      .string()
      .regex(/^[^\s']+$/)
      .optional(),
    {
      description: "the version that machines show",
      placeholder: "VERSION",
    },
  ),
  timestamp: field(z.iso.datetime({ offset: true }).optional(), {
    description: "the time of the commit, such as 2026-11-23T10:00:00Z: now, unless given",
    placeholder: "TIME",
  }),
  rootOwned: field(z.boolean().default(false), {
    description: "let everything belong to root, whoever owns it here",
  }),
  json: jsonField,
});
export type OstreeCommitRequest = z.infer<typeof ostreeCommitRequestSchema>;
