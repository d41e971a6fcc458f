import * as z from "zod";

/** What kind of thing went wrong, for programs that count and for hints. */
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

/** The first real error of a build log: the line from which the failure follows, not the last one that reports it. */
export const buildLogErrorSchema = z.strictObject({
  kind: z.enum(logErrorKinds),
  /** What the tool said, without the place. */
  text: z.string(),
  /** Line of `build.log`, from 1. */
  logLine: z.int().min(1),
  /** The source file as the tool named it; relative to the unpacked source where it lies in it. */
  file: z.string().optional(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  /** The directory that make was in, when it was not the top of the source: `file` may be relative to it. */
  directory: z.string().optional(),
  /** Lines of the log around it. */
  context: z.array(z.strictObject({ logLine: z.int().min(1), text: z.string() })),
  /** What most likely helps, one sentence; absent when nothing is known. */
  hint: z.string().optional(),
});
export type BuildLogError = z.infer<typeof buildLogErrorSchema>;
