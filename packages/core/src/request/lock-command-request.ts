import * as z from "zod";
import { architecturesField } from "./fields/architectures-field.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import {
  cacheDirField,
  extraPackageField,
  jsonField,
  mirrorField,
  outputDirField,
  treefileField,
  untrustedField,
} from "./fields/shared-fields.ts";
import { variantField } from "./fields/variant-field.ts";

/** Asks to pin the exact packages of a treefile in its lockfile, or of the variants of a compose file in one each. */
export const lockCommandRequestSchema = z
  .strictObject({
    treefile: treefileField,
    variant: variantField,
    arch: architecturesField(
      "lock for this architecture, as Debian names it; of a compose file, by default for all of it",
    ),
    lock: field(z.string().min(1).optional(), {
      description: "write this file instead of the one next to the treefile or compose file",
      path: "file",
      placeholder: "FILE",
    }),
    update: field(z.boolean().default(false), {
      description: "update a lock that exists, and leave it as it is if no package changes",
    }),
    securityOnly: field(z.boolean().default(false), {
      description:
        "with --update: keep all packages as they are locked, but for newer versions in security suites",
    }),
    check: field(z.boolean().default(false), {
      description: "with --update: write nothing, and exit with 5 if there is an update",
    }),
    ids: field(namedPlaceSchema.optional(), {
      description:
        "also pin user and group ids as they are in this finished compose: its directory, its ID, or latest",
      path: "place",
      completes: "compose",
      placeholder: "COMPOSE",
    }),
    allowOlder: field(z.boolean().default(false), {
      description: "accept an archive that has an older index now than the lock was made from",
    }),
    extraPackage: extraPackageField,
    outputDir: outputDirField,
    cacheDir: cacheDirField,
    untrusted: untrustedField,
    mirror: mirrorField,
    markdown: field(z.boolean().default(false), {
      description: "print what changed as Markdown, for pull requests",
    }),
    json: jsonField,
  })
  .refine(({ json, markdown }) => !(json && markdown), {
    error: "--json and --markdown cannot be given together",
  })
  .refine(({ securityOnly, update }) => update || !securityOnly, {
    error: "--security-only restricts an update, so it needs --update",
  })
  .refine(({ check, update }) => update || !check, {
    error: "--check looks for an update, so it needs --update",
  })
  .refine(({ check, ids }) => !check || ids === undefined, {
    error: "--check writes nothing, so --ids has no effect with it",
  });
export type LockCommandRequest = z.infer<typeof lockCommandRequestSchema>;
