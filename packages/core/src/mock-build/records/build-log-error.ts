import * as z from "zod";

/** What kind of thing went wrong, for statistics and for hints. */
const logErrorKinds = [
  "compile",
  "link",
  "missing-header",
  "missing-library",
  "missing-command",
  "missing-module",
  "missing-file",
  "missing-target",
  "configure",
  "test",
  "install",
  "symbols",
  "patch",
  "crash",
  "out-of-memory",
  "disk-full",
  "network",
  "dependency",
  "script",
  "unknown",
] as const;
export type LogErrorKind = (typeof logErrorKinds)[number];

/** Describes the first real error of a build log: the line that caused the failure, not the last that reports it. */
export const buildLogErrorSchema = z.strictObject({
  kind: z.enum(logErrorKinds),
  /** What the tool said, without the place. */
  text: z.string(),
  /** Line of `build.log`, from 1. */
  logLine: z.int().min(1),
  /** The source file as the tool named it; relative to the unpacked source if it is in it. */
  file: z.string().optional(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  /** The directory in which make was, if not the top of the source: `file` may be relative to it. */
  directory: z.string().optional(),
  /** The surrounding lines of the log. */
  context: z.array(z.strictObject({ logLine: z.int().min(1), text: z.string() })),
  /** What most likely helps, in one sentence; absent when unknown. */
  hint: z.string().optional(),
});
export type BuildLogError = z.infer<typeof buildLogErrorSchema>;
