import type { Entry } from "../../document/entry.ts";
import { namedText } from "../../document/named-text.ts";
import { scriptFaults } from "./postprocess-script.ts";
import type { ProblemList } from "../../document/problem-list.ts";
import type { ReadFile } from "../../document/read-file.ts";

/** The script that `postprocess-script` names; undefined when it is none, which is reported. */
export function scriptOfFile(
  entry: Entry<string>,
  read: ReadFile,
  problems: ProblemList,
): string | undefined {
  const text = namedText(entry, read, problems);
  if (text === undefined) return undefined;
  const [fault] = scriptFaults(text);
  if (fault === undefined) return text;
  const hint = "The first line of the file names its interpreter: `#!/bin/sh`.";
  problems.add(entry.file, [{ ...fault, path: entry.path, given: entry.value, hint }]);
  return undefined;
}
