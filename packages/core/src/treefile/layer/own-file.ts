import { posix } from "node:path";
import * as z from "zod";
import type { Entry } from "../../document/entry.ts";
import { originOf, originSchema } from "../../document/origin.ts";
import type { Path } from "../../document/position-map.ts";
import type { ProblemList } from "../../document/problem-list.ts";
import { besideFile } from "../../document/relative-path.ts";
import type { TextFault } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";

/** Describes a file of the user's that a treefile names. */
export const ownFileSchema = z.strictObject({
  /** Absolute path on the building machine. */
  source: z.string(),
  /** Directory of the treefile that names it, absolute: links must not lead out of it. */
  beside: z.string(),
  origin: originSchema,
});
type OwnFile = z.infer<typeof ownFileSchema>;

/** Returns the file that an entry names by a path relative to its treefile. */
export function ownFile(entry: Entry<unknown>, path: string): OwnFile {
  const { file } = entry;
  return { source: besideFile(file.path, path), beside: posix.dirname(file.path), origin: originOf(entry) };
}

export type OwnFileKind = "file" | "directory" | "link";

/**
 * Looks at a file that a treefile names, without reading it: what it is, or why it cannot be used. `beside` is the
 * directory of that treefile, which links must not lead out of. Both paths are absolute. Of a directory, `onEntry` is
 * told the path of everything below it, relative to the directory.
 */
export type InspectFile = (
  source: string,
  beside: string,
  onEntry?: (path: string) => void,
) => OwnFileKind | TextFault;

interface Inspection {
  /** Absent when files are not looked for. */
  readonly inspect?: InspectFile | undefined;
  readonly problems: ProblemList;
}

/** Returns what a named file is. Reports one that cannot be used; then, and when files are not looked for, undefined. */
export function ownFileKind(
  { file }: Entry<unknown>,
  source: string,
  path: Path,
  { inspect, problems }: Inspection,
  onEntry?: (path: string) => void,
): OwnFileKind | undefined {
  if (inspect === undefined) return undefined;
  const found = inspect(besideFile(file.path, source), posix.dirname(file.path), onEntry);
  if (typeof found === "string") return found;
  problems.add(file, [{ path, given: quoted(source), ...found }]);
  return undefined;
}
