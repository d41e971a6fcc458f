import { DebootcError } from "@debootc/core/error/debootc-error";
import { buildResult } from "@debootc/core/mock-build/records/build-result";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { existsSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { packageArchive } from "../artifacts/archive-names.ts";
import { downloadResults } from "../artifacts/download-results.ts";
import { wantedResults } from "../artifacts/wanted-results.ts";

interface Given {
  readonly finished?: string | undefined;
  readonly needs?: string | undefined;
}

interface Surroundings {
  readonly temporary: string;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Holds the .debs that earlier tasks built. */
export interface PackagesOfTasks {
  /** Paths of the files. */
  readonly debs: readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Downloads the packages that earlier tasks of the hub built, each compared with the record of its build. They go when the
 * step ends. Throws what `wantedResults` and `downloadResults` throw, and `verification-differs`.
 */
export async function packagesOfTasks(
  given: Given,
  { temporary, signal, environment }: Surroundings,
): Promise<PackagesOfTasks> {
  const wanted = wantedResults(given, "package");
  const target = await mkdtemp(join(temporary, "debootc-packages-"));
  const remove = () => rm(target, { recursive: true, force: true });
  try {
    const results = await downloadResults(wanted, { target, signal, environment, archive: packageArchive });
    const debs: string[] = [];
    for (const { name, directory } of results) debs.push(...(await debsOf(name, directory)));
    return { debs, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The artifact of a chain has a directory for each package. */
async function debsOf(task: string, directory: string): Promise<readonly string[]> {
  const below = (await readdir(directory)).map((name) => join(directory, name));
  const builds = [directory, ...below].filter((one) => existsSync(join(one, recordName)));
  const debs: string[] = [];
  for (const build of builds) {
    const file = join(build, recordName);
    const { status, artefacts } = buildResult.parse(await readFile(file, "utf8"), file);
    if (status !== "successful") continue;
    for (const { kind, name, sha256 } of artefacts) {
      if (kind !== "deb") continue;
      const path = join(build, name);
      // A link, or a path for a name, could lead to any file of this machine.
      const isFile = await lstat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      if (!isFile || name !== basename(name) || (await fileDigest(path)).digest !== sha256)
        throw new DebootcError("verification-differs", `${name} of the task ${task} is not what was built`, {
          hint: "Try the task again that built it.",
        });
      debs.push(path);
    }
  }
  if (debs.length > 0) return debs;
  throw new DebootcError("results-unfit", `the artifact of the task ${task} has no package`, {
    hint: "Upload it by the input artifact of debootc/compose/actions/mock-build.",
  });
}

const recordName = "result.json";
