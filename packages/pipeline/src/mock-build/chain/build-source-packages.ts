import { fromErrorRecord } from "@debootc/core/error/error-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { builtSourceId } from "@debootc/core/debian/own-source";
import type { ChainResult } from "@debootc/core/mock-build/records/chain-result";
import { type MockBuildRequest, mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
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

/** Says which source packages of a treefile are built, and where they go. */
export interface SourcePackagesBuild {
  readonly treefile: ResolvedTreefile;
  /** Used where the treefile names no mirror. */
  readonly mirror: string | undefined;
  readonly cacheDir: string;
  readonly noCache: boolean;
  readonly jobs: number;
  /** Gets the result directories. */
  readonly directory: string;
  /** Made here, and gets the archive of the packages. */
  readonly archive: string;
  readonly configuration: ConfigurationDirectories;
}

/**
 * Builds the source packages of a treefile, of which there is at least one, in chroots of its suite, with its mirror and
 * its sources. Returns what they built as a source of packages; what was built by the same plan before is taken from the
 * cache. Throws the error of the first that does not build, with its place in the treefile.
 */
export async function buildSourcePackages(
  build: SourcePackagesBuild,
  dependencies: PipelineDependencies,
  context: OperationContext,
): Promise<BuiltPackages & { readonly reused: boolean }> {
  const { treefile, directory, archive, configuration } = build;
  const config = join(directory, "chroot.yaml");
  await mkdir(directory, { recursive: true });
  await writeTreefileChroot(treefile, config);
  const { result } = await buildChain(
    chainRequestOf(build, config),
    { ...dependencies, signal: context.signal, emit: forwardEvents(context.report) },
    configuration,
  );
  refuseUnbuilt(result, treefile.sourcePackages);
  const debs = await debsIn(directory, result);
  const source = await stageLocalPackages(debs, archive, builtSourceId);
  if (source === undefined) throw new DebootcError("internal-fault", "the source packages built no package");
  return { debs, source, reused: result.packages.every(({ outcome }) => outcome === "reused") };
}

/** Returns the request for a chain of all source packages of a treefile, in the chroot that a file configures. */
export function chainRequestOf(
  { treefile, mirror, cacheDir, noCache, jobs, directory }: SourcePackagesBuild,
  config: string,
): MockBuildRequest {
  const wanted = mockBuildRequestSchema.omit({ sources: true }).parse({
    suite: treefile.suite,
    config,
    arch: treefile.architecture,
    resultDir: directory,
    cacheDir,
    jobs,
    noCache,
    ...(mirror === undefined ? {} : { mirror }),
  });
  return { ...wanted, sources: treefile.sourcePackages.map(({ source }) => source) };
}

function refuseUnbuilt({ packages }: ChainResult, sourcePackages: ResolvedTreefile["sourcePackages"]): void {
  for (const { asked, name, version, error } of packages) {
    if (error === undefined) continue;
    const origin = sourcePackages.find(({ source }) => source.given === asked)?.origin;
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
}

async function debsIn(directory: string, { packages }: ChainResult): Promise<LocalDeb[]> {
  const debs: LocalDeb[] = [];
  for (const { directory: built } of packages) {
    if (built === undefined) continue;
    for (const file of await readdir(join(directory, built)))
      if (file.endsWith(".deb")) debs.push(await readDeb(join(directory, built, file)));
  }
  return debs;
}
