import { decodeText } from "./decode-text.ts";
import type { Entry } from "./entry.ts";
import type { ProblemList } from "./problem-list.ts";
import { isUnreadable, largestFile, type ReadFile } from "./read-file.ts";
import { besideFile } from "./relative-path.ts";

/** The text of a file that a treefile names, relative to it. Reports one that is not there or no text: then undefined. */
export function namedText(
  { value, file, path }: Entry<string>,
  read: ReadFile,
  problems: ProblemList,
): string | undefined {
  const target = besideFile(file.path, value);
  const content = read(target);
  if (isUnreadable(content)) {
    const hint = content.hint ?? `It is looked for at ${target}.`;
    problems.add(file, [{ path, message: `the file ${content.why}`, given: value, hint }]);
    return undefined;
  }
  const { text, fault } = decodeText(content, largestFile);
  if (fault === undefined) return text;
  problems.add(file, [
    { path, message: fault.message, given: value, ...(fault.hint ? { hint: fault.hint } : {}) },
  ]);
  return undefined;
}
