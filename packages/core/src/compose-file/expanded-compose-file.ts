import * as z from "zod";
import { releaseSchema } from "../compose/release.ts";
import { defineRecord } from "../record/record.ts";
import { expandedTreefile, expandedValueSchema } from "../treefile/expanded-treefile.ts";

/** Records what the legs of a compose file come to, with the origin of every value. */
export const expandedComposeFile = defineRecord("expanded-compose-file", 1, {
  /** Absolute path. */
  file: z.string(),
  release: releaseSchema,
  variants: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** Ids of all that it inherits, in the order of merging. */
      inherits: z.array(z.string()),
      legs: z.array(
        z.strictObject({
          architecture: z.string(),
          /** What the compose file says of the leg, `build` left out. */
          settings: z.array(expandedValueSchema),
          /** The treefile, merged with every `build`. */
          treefile: expandedTreefile.schema,
        }),
      ),
    }),
  ),
});
export type ExpandedComposeFile = z.infer<typeof expandedComposeFile.schema>;
