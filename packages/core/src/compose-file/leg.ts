import * as z from "zod";
import { variantIdSchema } from "../compose/release.ts";
import { debianArchitectureSchema } from "../debian/debian-architecture.ts";
import { defineRecord } from "../record/record.ts";

/** Records what a job has to know to compose one leg: an item of a matrix. */
export const leg = defineRecord("leg", 1, {
  variant: variantIdSchema,
  /** Debian's name of it. */
  arch: debianArchitectureSchema,
  /** Labels of the GitHub runner. */
  runsOn: z.array(z.string().min(1)).min(1),
  /** Tells the leg from all others of its compose, and is the same in each: `VARIANT/ARCH`. */
  task: z.string(),
  /** The compose that all legs belong to. */
  composeId: z.string(),
  /** The moment of the compose, in seconds since 1970. */
  timestamp: z.int().min(0),
});
export type Leg = z.infer<typeof leg.schema>;
