import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { lintLevels } from "./rules/lint-rule.ts";

export const lintFindingSchema = z.strictObject({
  /** Name of the rule. */
  rule: z.string(),
  level: z.enum(lintLevels),
  /** In the image, absolute, with `\xff` for bytes that cannot be printed; absent where the fault is in no file. */
  path: z.string().optional(),
  /** Goes on after the path. */
  message: z.string(),
  /** What to do about it. */
  hint: z.string(),
});
export type LintFinding = z.infer<typeof lintFindingSchema>;

const outcome = {
  /** Errors first, then in the order of the rules. */
  findings: z.array(lintFindingSchema),
  /** Rules that found more than the report holds, and how many findings are left out. */
  leftOut: z.array(z.strictObject({ rule: z.string(), level: z.enum(lintLevels), count: z.int().min(1) })),
  errors: z.int().min(0),
  warnings: z.int().min(0),
  /** Names of the rules that were applied. */
  checked: z.array(z.string()),
  /** Names of the rules that were not: the user's, and those that ask for an image where there is none. */
  skipped: z.array(z.string()),
  /** Files that rules look into and that were too large to be read. */
  unread: z.array(z.string()),
};
/** The judgement of rules alone, without what was judged. */
export const lintOutcomeSchema = z.strictObject(outcome);
export type LintOutcome = z.infer<typeof lintOutcomeSchema>;

/** What `debootc lint` found. Paths of the host are absolute. */
export const lintReport = defineRecord("lint", 1, {
  subject: z.strictObject({
    /** A root that lies unpacked, an OCI layout, or the image of a compose. */
    kind: z.enum(["directory", "image", "compose"]),
    /** As it was given. */
    name: z.string(),
    path: z.string(),
    tag: z.string().optional(),
    manifestDigest: digestSchema.optional(),
    /** As OCI calls it. */
    architecture: z.string().optional(),
    composeId: z.string().optional(),
  }),
  ...outcome,
});
export type LintReport = z.infer<typeof lintReport.schema>;
