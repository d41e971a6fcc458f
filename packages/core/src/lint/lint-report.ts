import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { lintLevels } from "./rules/lint-rule.ts";

export const lintFindingSchema = z.strictObject({
  /** Name of the rule. */
  rule: z.string(),
  level: z.enum(lintLevels),
  /** Absolute in the image, with `\xff` for bytes that cannot be printed; absent for a fault that is not in a file. */
  path: z.string().optional(),
  /** Continues a sentence that begins with the path. */
  message: z.string(),
  /** What to do about it. */
  hint: z.string(),
});
export type LintFinding = z.infer<typeof lintFindingSchema>;

const outcome = {
  /** Errors first, then in the order of the rules. */
  findings: z.array(lintFindingSchema),
  /** Rules with more findings than the report contains, and how many were left out. */
  leftOut: z.array(z.strictObject({ rule: z.string(), level: z.enum(lintLevels), count: z.int().min(1) })),
  errors: z.int().min(0),
  warnings: z.int().min(0),
  /** Names of the rules that were applied. */
  checked: z.array(z.string()),
  /** Names of the rules that were not: those that the user skips, and those that need an image if there is none. */
  skipped: z.array(z.string()),
  /** Files that rules would read but that were too large. */
  unread: z.array(z.string()),
};
/** Describes the result of the rules alone, without what was checked. */
export const lintOutcomeSchema = z.strictObject(outcome);
export type LintOutcome = z.infer<typeof lintOutcomeSchema>;

/** Records what `debootc lint` found. Paths of the host are absolute. */
export const lintReport = defineRecord("lint", 1, {
  subject: z.strictObject({
    /** An unpacked root, an OCI layout, or the image of a compose. */
    kind: z.enum(["directory", "image", "compose"]),
    /** As given. */
    name: z.string(),
    path: z.string(),
    tag: z.string().optional(),
    manifestDigest: digestSchema.optional(),
    /** OCI's name of it. */
    architecture: z.string().optional(),
    composeId: z.string().optional(),
  }),
  ...outcome,
});
export type LintReport = z.infer<typeof lintReport.schema>;
