import { cp, mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/**
 * Returns the file of a workflow in a copy of a repository: one that the repository has under this name, or a file from
 * elsewhere, which is copied there.
 */
export async function workflowFile(workflow: string, copy: string): Promise<string> {
  const folder = join(copy, ".github/workflows");
  const named = ["", ".yml", ".yaml"]
    .map((ending) => join(folder, `${workflow}${ending}`))
    .find((path) => existsSync(path));
  if (named !== undefined) return named;
  const given = resolve(workflow);
  if (!existsSync(given))
    throw new Error(`there is no workflow ${workflow}, neither in .github/workflows nor as a file`);
  await mkdir(folder, { recursive: true });
  const target = join(folder, basename(given));
  await cp(given, target);
  return target;
}
