import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { modeKeptByGit } from "../../tree/mode-kept-by-git.ts";

/**
 * Warns of added files whose mode somebody has set on purpose, as far as can be seen, although an image takes of modes
 * only what git keeps: set-uid and its like, which no umask gives, and what others may not read although they may read
 * the treefile.
 */
export async function warnOfLostModes(files: ResolvedTreefile["addFiles"]): Promise<Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  for (const { source, mode, origin } of files) {
    if (mode !== undefined) continue;
    const isPublic = ((await lstat(origin.file)).mode & 0o004) !== 0;
    const lost = await firstLost(source, isPublic);
    if (lost === undefined) continue;
    const octal = (bits: number) => bits.toString(8).padStart(4, "0");
    warnings.push({
      severity: "warning",
      code: "add-file-mode",
      ...origin,
      key: "add-files",
      message: `the mode ${octal(lost.mode)} does not go into the image, where the file gets ${octal(lost.kept)}`,
      given: lost.path,
      hint: `Write the entry as a map with \`mode: "${octal(lost.mode)}"\`: git keeps of modes only whether a file can be run.`,
    });
  }
  return warnings;
}

interface Lost {
  readonly path: string;
  readonly mode: number;
  readonly kept: number;
}

async function firstLost(path: string, isPublic: boolean): Promise<Lost | undefined> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) return undefined;
  const mode = stat.mode & 0o7777;
  if ((mode & 0o7000) !== 0 || (isPublic && (mode & 0o004) === 0))
    return { path, mode, kept: modeKeptByGit(stat) };
  if (!stat.isDirectory()) return undefined;
  for (const name of (await readdir(path)).sort()) {
    const lost = await firstLost(join(path, name), isPublic);
    if (lost !== undefined) return lost;
  }
  return undefined;
}
