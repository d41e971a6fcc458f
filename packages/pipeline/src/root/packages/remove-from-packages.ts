import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { mergedPath } from "@debootc/core/dpkg/merged-path";
import type { Placed, RootPlan } from "@debootc/core/plan/root-plan";
import { runInNewContext } from "node:vm";
import { readPackageLists } from "./package-files.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

/**
 * Removes the files of packages that the treefile's expressions match, and directories of theirs that are empty then.
 * dpkg's database still lists them. Throws `treefile-invalid` for an expression that matches no file of its package.
 */
export async function removeFromPackages(
  root: RootDirectory,
  removals: readonly Placed<RootPlan["removeFromPackages"][number]>[],
): Promise<void> {
  if (removals.length === 0) return;
  const lists = await readPackageLists(root);
  const diagnostics: Diagnostic[] = [];
  const matched = new Set<string>();
  for (const { package: name, patterns, origin } of removals) {
    const paths = (lists.get(name) ?? []).map(mergedPath).filter((path) => path !== "/.");
    for (const pattern of patterns) {
      const refuse = (message: string, hint: string) =>
        diagnostics.push({
          severity: "error",
          code: "treefile-invalid",
          ...origin,
          key: "remove-from-packages",
          message,
          given: pattern,
          hint,
        });
      const found = matching(paths, pattern);
      if (found === undefined)
        refuse("the expression takes too long", "Write it without nested repetitions.");
      else if (found.length === 0)
        refuse(`no file of ${name} matches`, `\`dpkg -L ${name}\` lists its files.`);
      else for (const path of found) matched.add(path);
    }
  }
  if (diagnostics.length > 0) {
    throw new DebootcError("treefile-invalid", "remove-from-packages cannot be done", { diagnostics });
  }
  // Children first, so that a directory that is left empty goes too.
  for (const path of [...matched].sort().reverse()) await removeEntry(root, path);
}

async function removeEntry(root: RootDirectory, path: string): Promise<void> {
  const stat = await root.stat(path);
  if (stat?.isDirectory() && (await root.list(path)).length > 0) return;
  await root.remove(path);
}

/** In an expression, a byte that is not UTF-8 is the character of its number, as in `caf\xe9`, how messages print it. */
function searchText(path: string): string {
  return path.replace(/[\udc80-\udcff]/gu, (byte) => String.fromCharCode(byte.charCodeAt(0) - 0xdc00));
}

/** Undefined where the expression does not come to an end in time; a search cannot be stopped in any other way. */
function matching(paths: readonly string[], pattern: string): readonly string[] | undefined {
  const search = "texts.map((text) => expression.test(text))";
  const subject = { texts: paths.map(searchText), expression: new RegExp(pattern) };
  try {
    const found = runInNewContext(search, subject, { timeout: 5000 }) as boolean[];
    return paths.filter((_, index) => found[index]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}
