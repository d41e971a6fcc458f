import * as z from "zod";

export const severities = ["error", "warning", "notice"] as const;

/** One finding, with its place in a file where it has one. Lines and columns count from 1. */
export const diagnosticSchema = z.strictObject({
  severity: z.enum(severities),
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  /** Path of the key inside the file, such as `sources[0].uris`. */
  key: z.string().optional(),
  given: z.string().optional(),
  allowed: z.string().optional(),
  hint: z.string().optional(),
  /** The line of the file and a marker under the place, ready to print. */
  excerpt: z.string().optional(),
  /** Files that led to `file` by include, outermost first. */
  includedFrom: z.array(z.string()).optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;
