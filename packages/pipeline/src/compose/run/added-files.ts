import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { digestOf, digestOfBytes } from "@debootc/core/record/digest";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import { modeKeptByGit } from "../../tree/mode-kept-by-git.ts";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { isUtf8 } from "node:buffer";
import { cp, lstat, mkdir, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { refuseEscape } from "../../treefile/refuse-escape.ts";

/**
 * Digests the treefile's own files: content, and of modes whether a file can be run, which is all that git keeps. The
 * other bits are those of whoever cloned the treefile. Throws `add-file-missing` with every file that is not there.
 */
export async function digestAddedFiles(files: ResolvedTreefile["addFiles"]): Promise<RootPlan["addFiles"]> {
  const missing: Diagnostic[] = [];
  const digested: RootPlan["addFiles"] = [];
  for (const { source, beside, origin, ...planned } of files) {
    try {
      await refuseEscape(source, beside);
      digested.push({ ...planned, digest: digestOf(await contentOf(source)) });
    } catch (error) {
      missing.push({
        severity: "error",
        code: "add-file-missing",
        ...origin,
        key: "add-files",
        message:
          (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message,
        given: source,
        allowed: "a regular file, a directory or a link that can be read, beside the treefile that names it",
      });
    }
  }
  if (missing.length > 0) {
    throw new DebootcError("add-file-missing", `${missing.length} of the treefile's files cannot be read`, {
      diagnostics: missing,
    });
  }
  return digested;
}

async function contentOf(path: string): Promise<unknown> {
  const stat = await lstat(path);
  const mode = modeKeptByGit(stat);
  if (stat.isSymbolicLink()) return { link: await readlink(path) };
  if (stat.isFile()) return { mode, digest: digestOfBytes(await readFile(path)) };
  if (!stat.isDirectory()) throw new Error("neither a file, a directory nor a link");
  const entries = [];
  const foreign = (await readdir(path, { encoding: "buffer" })).find((name) => !isUtf8(name));
  if (foreign !== undefined)
    throw new Error(`it has ${printableName(escapedName(foreign))}, a name that is not UTF-8: rename it`);
  for (const name of (await readdir(path)).sort()) entries.push([name, await contentOf(join(path, name))]);
  return { mode, entries };
}

/**
 * Copies the treefile's files as they are now, so that what is digested is what the root gets, whatever the user edits
 * meanwhile, and so that root never reads a path of the user's choosing. Returns the treefile's list with the copies as
 * its sources.
 */
export async function stageAddedFiles(
  files: ResolvedTreefile["addFiles"],
  directory: string,
): Promise<ResolvedTreefile["addFiles"]> {
  const staged: ResolvedTreefile["addFiles"] = [];
  await mkdir(directory, { recursive: true });
  for (const [index, { source, ...file }] of files.entries()) {
    const copy = join(directory, String(index));
    await cp(source, copy, { recursive: true, verbatimSymlinks: true });
    staged.push({ ...file, source: copy, beside: directory });
  }
  return staged;
}
