import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { localSourceId } from "@debootc/core/debian/own-source";
import { debFileName, type LocalPackage } from "@debootc/core/lock/local-package";
import { lockedPackageSchema } from "@debootc/core/lock/lock";
import { directoryUri } from "@debootc/core/debian/archive-uri";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { readControl } from "@debootc/tools/dpkg/dpkg-deb";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { constants } from "node:fs";
import { copyFile, mkdir, realpath, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refuseEscape } from "../treefile/refuse-escape.ts";
import type { ArchiveSource } from "./archive-sources.ts";

/** A .deb file of the treefile that was read. */
export interface LocalDeb extends LocalPackage {
  /** Absolute path on this machine. */
  readonly file: string;
  /** Its control file. */
  readonly control: string;
}

/** Reads the treefile's .deb files. Throws `treefile-invalid` with every one that cannot be installed. */
export async function readLocalPackages({
  localPackages,
  architecture,
}: Pick<ResolvedTreefile, "localPackages" | "architecture">): Promise<LocalDeb[]> {
  const debs: LocalDeb[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { source, beside, origin } of localPackages) {
    const refuse = (message: string, hint: string) =>
      diagnostics.push({
        severity: "error",
        code: "treefile-invalid",
        ...origin,
        key: "local-packages",
        message,
        given: source,
        hint,
      });
    try {
      await refuseEscape(await realpath(source), beside);
      const deb = await readDeb(source);
      const twin = debs.find(({ name }) => name === deb.name);
      if (deb.architecture !== "all" && deb.architecture !== architecture) {
        const hint = "Write `${basearch}` in its name where there is a file for each architecture.";
        refuse(`${deb.name} is built for ${deb.architecture}, and the image is ${architecture}`, hint);
      } else if (twin !== undefined) {
        refuse(`${twin.file} holds the package ${deb.name} too`, "Keep one of the two.");
      } else debs.push(deb);
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      refuse(
        isMissing ? "no such file" : (error as Error).message,
        isMissing ? "Build the package first, or mend the path." : "It must be a .deb file that can be read.",
      );
    }
  }
  if (diagnostics.length === 0) return debs;
  throw new DebootcError("treefile-invalid", "local packages of the treefile cannot be used", {
    diagnostics,
  });
}

/**
 * Makes a repository of the .deb files as they were read, and answers with it as a source; undefined when there are
 * none. Throws `treefile-invalid` for a file that changed meanwhile.
 */
export async function stageLocalPackages(
  debs: readonly LocalDeb[],
  directory: string,
  id: string = localSourceId,
): Promise<ArchiveSource | undefined> {
  if (debs.length === 0) return undefined;
  await mkdir(directory, { recursive: true });
  const stanzas: string[] = [];
  for (const deb of debs) {
    const name = debFileName(deb);
    await copyFile(deb.file, join(directory, name), constants.COPYFILE_FICLONE);
    if ((await fileDigest(join(directory, name))).digest !== deb.sha256)
      throw new DebootcError("treefile-invalid", `${deb.file} was changed while it was read`, {
        hint: "Run again once its build has ended.",
      });
    const sha256 = deb.sha256.slice("sha256:".length);
    stanzas.push(`${deb.control}Filename: ${name}\nSize: ${deb.size}\nSHA256: ${sha256}\n`);
  }
  await writeFile(join(directory, "Packages"), stanzas.toSorted().join("\n"));
  return {
    id,
    uris: [directoryUri(directory)],
    suites: ["./"],
    components: [],
    checkValidUntil: true,
    trusted: true,
    optionalSuites: [],
  };
}

const identitySchema = lockedPackageSchema.pick({ name: true, version: true, architecture: true });

/** Reads a .deb with its hash. Throws a plain Error for one whose control file is no proper one, and what dpkg-deb throws. */
export async function readDeb(file: string): Promise<LocalDeb> {
  if (!(await stat(file)).isFile()) throw new Error("this is not a regular file");
  const control = await readControl(file);
  const { digest, size } = await fileDigest(file);
  const named = identitySchema.safeParse({
    name: fieldOf(control, "Package"),
    version: fieldOf(control, "Version"),
    architecture: fieldOf(control, "Architecture"),
  });
  if (!named.success) throw new Error("its control file gives no proper package, version and architecture");
  return { file, ...named.data, sha256: digest, size, control };
}
