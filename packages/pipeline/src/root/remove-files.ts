import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { matchesPrintedPath } from "@debootc/core/text/printed-path";
import { basename, dirname, join } from "node:path";
import type { RootDirectory } from "../tree/root-directory.ts";

/** Removes the treefile's `remove-files`; returns a warning for each entry that matched nothing. */
export async function removeFiles(root: RootDirectory, patterns: readonly string[]): Promise<Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  for (const pattern of patterns) {
    const matches = await expand(root, join("/", pattern));
    for (const path of matches) await root.remove(path);
    if (matches.length === 0) {
      warnings.push({
        severity: "warning",
        code: "remove-file-missing",
        message: `remove-files: ${pattern} matched nothing`,
        hint: "Drop the entry, or correct its path.",
      });
    }
  }
  return warnings;
}

async function expand(root: RootDirectory, pattern: string): Promise<string[]> {
  if (pattern === "/") return [pattern];
  // A backslash may begin a byte as messages print it, or be one of a unit's name.
  if (!/[*\\]/.test(pattern)) return (await root.exists(pattern)) ? [pattern] : [];
  const parents = await expand(root, dirname(pattern));
  const found: string[] = [];
  for (const parent of parents) {
    for (const name of await root.list(parent)) {
      if (matchesPrintedPath(basename(pattern), name)) found.push(join(parent, name));
    }
  }
  return found;
}
