import { printableName } from "../tar/escaped-name.ts";
import { matchesPathPattern } from "./path-pattern.ts";

/**
 * Checks whether a path matches a pattern of a treefile, as it is or as messages print it: that is how a treefile names
 * what it cannot write, such as `caf\xe9` for a name that is not UTF-8.
 */
export function matchesPrintedPath(pattern: string, path: string): boolean {
  if (matchesPathPattern(pattern, path)) return true;
  const printed = printableName(path);
  return printed !== path && matchesPathPattern(pattern, printed);
}

/** Formats a path for a list or a map of a treefile, on one line: as messages print it, in quotes where YAML needs them. */
export function pathInYaml(path: string): string {
  const printed = printableName(path);
  // A space, a comma or a bracket ends a word of a flow sequence, and `: ` and ` #` have a meaning of their own.
  return /^[^\s,[\]{}#:'"&!|>%@`?-][^\s,[\]{}#:]*$/u.test(printed)
    ? printed
    : `'${printed.replaceAll("'", "''")}'`;
}
