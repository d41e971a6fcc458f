import * as z from "zod";
import { architecturesField } from "./fields/architectures-field.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { field } from "./fields/request-field.ts";
import {
  cacheDirField,
  jsonField,
  mirrorField,
  outputDirField,
  treefileField,
} from "./fields/shared-fields.ts";
import { variantField } from "./fields/variant-field.ts";

/** Asks to pin the exact packages of a treefile in its lockfile, or of the variants of a compose file in one each. */
export const lockCommandRequestSchema = z.strictObject({
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
  outputDir: outputDirField,
  cacheDir: cacheDirField,
  mirror: mirrorField,
  json: jsonField,
});
export type LockCommandRequest = z.infer<typeof lockCommandRequestSchema>;
