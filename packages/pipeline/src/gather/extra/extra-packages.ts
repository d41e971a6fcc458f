import { debFileName } from "@debootc/core/lock/local-package";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/text/printable";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type LocalDeb, readDeb } from "../local-packages.ts";

/**
 * Reads the .debs that a run is given besides the archives: files, and all that are in directories. The same file twice counts
 * once. Throws `usage` with everything that cannot be used.
 */
export async function readExtraPackages(paths: readonly string[]): Promise<readonly LocalDeb[]> {
  const debs = new Map<string, LocalDeb>();
  const mistakes: string[] = [];
  for (const path of paths) {
    const files = await debsAt(path).catch((error: unknown) => void mistakes.push(mistakeOf(path, error)));
    for (const file of files ?? []) {
      try {
        const deb = await readDeb(file);
        const twin = debs.get(debFileName(deb));
        if (twin !== undefined && twin.sha256 !== deb.sha256)
          mistakes.push(
            `${printable(file)}: ${printable(twin.file)} is the same package in the same version, with different bytes`,
          );
        debs.set(debFileName(deb), deb);
      } catch (error) {
        mistakes.push(mistakeOf(file, error));
      }
    }
  }
  if (mistakes.length > 0)
    throw new DebootcError("usage", `--extra-package: ${mistakes.join("\n  ")}`, {
      hint: "Give .deb files, or directories that have some, such as the result directory of mock-build.",
    });
  return [...debs.values()];
}

/**
 * Returns those that an image of an architecture can have. Throws `usage` for a package in several versions: each would win
 * over the other.
 */
export function extraPackagesFor(
  { architecture }: Pick<ResolvedTreefile, "architecture">,
  debs: readonly LocalDeb[],
): readonly LocalDeb[] {
  const fitting = debs.filter((deb) => deb.architecture === "all" || deb.architecture === architecture);
  for (const { name, file } of fitting) {
    const twin = fitting.find((one) => one.name === name && one.file !== file);
    if (twin === undefined) continue;
    throw new DebootcError(
      "usage",
      `--extra-package: ${printable(file)} and ${printable(twin.file)} are two versions of ${name}`,
      { hint: "Give the one that the image is to have." },
    );
  }
  return fitting;
}

async function debsAt(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) {
    if (!path.endsWith(".deb")) throw new Error("this is neither a .deb nor a directory");
    return [path];
  }
  const files = (await readdir(path)).filter((name) => name.endsWith(".deb")).toSorted();
  if (files.length === 0) throw new Error("no .deb is in this directory");
  return files.map((name) => join(path, name));
}

function mistakeOf(path: string, error: unknown): string {
  return `${printable(path)}: ${hasErrno(error, "ENOENT") ? "no such file or directory" : reasonOf(error)}`;
}
