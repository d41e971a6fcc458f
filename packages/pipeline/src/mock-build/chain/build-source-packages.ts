import { fromErrorRecord } from "@debootc/core/error/error-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { builtSourceId } from "@debootc/core/debian/own-source";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { BuiltPackages } from "../../gather/built-packages.ts";
import { type LocalDeb, readDeb, stageLocalPackages } from "../../gather/local-packages.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { buildChain } from "./build-chain.ts";
import { forwardEvents } from "../run/forward-events.ts";
import { writeTreefileChroot } from "../chroot/write-treefile-chroot.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";

interface SourcePackagesBuild {
  readonly treefile: ResolvedTreefile;
  /** What the user set, where the treefile names no mirror. */
  readonly mirror: string | undefined;
  readonly cacheDir: string;
  readonly noCache: boolean;
  readonly jobs: number;
  /** Gets the result directories. */
  readonly directory: string;
  /** Gets the archive that is made of them; made here. */
  readonly archive: string;
  readonly configuration: ConfigurationDirectories;
}

/**
 * Builds the source packages of a treefile in chroots of its suite, with its mirror and its sources, and offers what came
 * of them; what was built by the same plan before is taken from the cache. Undefined when there are none. Throws the
 * error of the first that does not build, with its place in the treefile.
 */
export async function buildSourcePackages(
  { treefile, mirror, cacheDir, noCache, jobs, directory, archive, configuration }: SourcePackagesBuild,
  dependencies: PipelineDependencies,
  context: OperationContext,
): Promise<(BuiltPackages & { readonly reused: boolean }) | undefined> {
  const { sourcePackages, suite, architecture } = treefile;
  if (sourcePackages.length === 0) return undefined;

  const config = join(directory, "chroot.yaml");
  await mkdir(directory, { recursive: true });
  await writeTreefileChroot(treefile, config);
  const request = mockBuildRequestSchema.parse({
    sources: sourcePackages.map(({ argument }) => argument),
    suite,
    config,
    arch: architecture,
    resultDir: directory,
    cacheDir,
    jobs,
    noCache,
    ...(mirror === undefined ? {} : { mirror }),
  });
  const { result } = await buildChain(
    request,
    { ...dependencies, signal: context.signal, emit: forwardEvents(context.report) },
    configuration,
  );
  for (const { asked, name, version, error } of result.packages) {
    if (error === undefined) continue;
    const origin = sourcePackages.find(({ argument }) => argument === asked)?.origin;
    const failure = fromErrorRecord(error);
    throw new DebootcError(
      failure.code,
      `the source package ${name} ${version} is not built: ${failure.message}`,
      {
        ...(failure.hint === undefined ? {} : { hint: failure.hint }),
        diagnostics: [
          {
            severity: "error",
            code: failure.code,
            ...origin,
            key: "source-packages",
            message: failure.message,
          },
          ...failure.diagnostics,
        ],
        cause: failure,
      },
    );
  }
  const debs: LocalDeb[] = [];
  for (const { directory: built } of result.packages) {
    if (built === undefined) continue;
    for (const file of await readdir(join(directory, built)))
      if (file.endsWith(".deb")) debs.push(await readDeb(join(directory, built, file)));
  }
  const source = await stageLocalPackages(debs, archive, builtSourceId);
  if (source === undefined) throw new DebootcError("internal-fault", "the source packages built no package");
  return { debs, source, reused: result.packages.every(({ outcome }) => outcome === "reused") };
}
