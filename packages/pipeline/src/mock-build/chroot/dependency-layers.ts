import {
  type BuildDependencies,
  buildDependencies,
} from "@debootc/core/mock-build/records/build-dependencies";
import type { Pin } from "@debootc/core/debian/pin";
import { packageUniverse } from "@debootc/core/lock/package-universe";
import type { BuildTarget } from "@debootc/core/mock-build/build-target";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { SourcePackage } from "@debootc/core/source-package/source-package";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import type { NodeContext } from "../../engine/node.ts";
import { incompleteMirrorHint } from "../../gather/refuse-fetch-failures.ts";
import { fetchPackages } from "../../gather/fetch-packages.ts";
import { lockSelection, unusableIn } from "../../gather/lock-selection.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { installDependenciesOperation } from "./install-dependencies.ts";
import { groupsOf, solveCompleting, unmetHint } from "./solve-completing.ts";
import { solveDependenciesOperation } from "./solve-dependencies.ts";
import { unmetError, type WrittenRelations } from "./unmet-error.ts";
import { dependencySources } from "../run/dependency-sources.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";

/** Describes relations to satisfy in a chroot, in addition to what it has. */
export interface DependencyWish {
  /** For messages: `the build dependencies of jq 1.7.1-1`. */
  readonly what: string;
  /** Text of a .dsc, of which only the relations are read. */
  readonly dsc: string;
  /** The same as a source package has them: everything in the .dsc that decides, for the key. */
  readonly relations: SourcePackage["relations"];
  /** Alternatives that do not count, for messages. */
  readonly dropped?: readonly string[];
  readonly target: BuildTarget;
  /** Where they are written, if that is a source package. */
  readonly written?: WrittenRelations;
  /** Packages that satisfy them, if none are to be chosen. */
  readonly given?: BuildDependencies | undefined;
}

/** Describes a chroot in which relations are satisfied. */
export interface DependencyLayers extends BuildDependencies {
  /** The topmost first. */
  readonly layers: readonly string[];
  readonly reused: boolean;
}

/** Lets a chroot's own apt choose what satisfies the relations and installs it as a layer; uses the cache for both. */
export async function dependencyLayers(
  wish: DependencyWish,
  base: MockBuildRecords["base"],
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<DependencyLayers> {
  const { record, reused } =
    wish.given === undefined
      ? await solved(wish, base, setting, context)
      : { record: wish.given, reused: true };
  const layer = await install(record, { target: wish.target, base }, setting, context);
  return { ...record, layers: [...layer.layers, base.path], reused: reused && layer.reused };
}

async function solved(
  wish: DependencyWish,
  base: MockBuildRecords["base"],
  setting: MockBuildSetting,
  context: NodeContext,
) {
  const { lease, ...solution } = await cachedRecord({
    cache: setting.cache,
    kind: "build-dependencies",
    key: solutionKey(wish, base, setting),
    format: buildDependencies,
    outputDigest: digestOf,
    make: async () => choose(wish, base, setting, context),
  });
  setting.hold(lease);
  return solution;
}

function solutionKey(
  { relations, target }: DependencyWish,
  base: MockBuildRecords["base"],
  { code, local, chroot }: MockBuildSetting,
): Digest {
  return digestOf({
    code: code.dependencies,
    local: local?.digests,
    base: base.key,
    indexes: base.section.indexes,
    relations,
    target,
    pins: chroot.pins,
    dependenciesFrom: chroot.dependenciesFrom,
  });
}

async function choose(
  wish: DependencyWish,
  base: MockBuildRecords["base"],
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<BuildDependencies> {
  const { chroot } = setting;
  const { what, dsc, target, written } = wish;
  const { sources, proxy } = await dependencySources(setting);
  context.report({ type: "progress", step: `reading the package indexes of ${chroot.suite}` });
  const { root, suites } = await readIndexes(
    {
      sources,
      proxy,
      architecture: chroot.architecture,
      foreignArchitectures: target.foreignArchitectures,
      recommends: false,
      workDirectory: context.workDirectory,
      indexCacheDirectory: setting.indexCacheDirectory,
      memory: setting.indexMemory,
    },
    context,
  );
  context.report({ type: "progress", step: "choosing build dependencies" });
  const universe = packageUniverse(suites.flatMap(({ parts }) => parts));
  const solve = (pins: readonly Pin[]) =>
    runPrivileged(
      solveDependenciesOperation,
      {
        root: base.path,
        aptDirectory: root.directory,
        workDirectory: join(context.workDirectory, "solve"),
        dsc,
        hostArchitecture: target.hostArchitecture,
        profiles: [...target.profiles],
        pins: [...pins],
      },
      setting.privilege,
      context,
    );
  const solution = await solveCompleting(solve, chroot, groupsOf(wish), universe);
  if (solution.kind === "unmet") {
    const { suite, architecture } = chroot;
    const hint = unmetHint(wish, chroot, universe);
    throw await unmetError({ what, written, target, universe, suite, architecture, hint }, solution.said);
  }
  if (solution.kind === "unusable") throw unusableIn(universe, solution);
  return { packages: lockSelection(solution.selected, universe, sources), removed: solution.removed };
}

async function install(
  { packages, removed }: BuildDependencies,
  { base, target: { foreignArchitectures } }: Pick<DependencyWish, "target"> & Pick<MockBuildRecords, "base">,
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<{ readonly layers: readonly string[]; readonly reused: boolean }> {
  if (packages.length === 0 && removed.length === 0 && foreignArchitectures.length === 0)
    return { layers: [], reused: true };
  const { cache, code, debsDirectory, jobs, privilege } = setting;
  const key = digestOf({
    code: code.dependencies,
    base: base.key,
    packages: packages.map(({ sha256 }) => sha256),
    removed,
    foreignArchitectures,
  });
  const found = await cache.get("dependency-layer", key);
  const lease =
    found ??
    (await cache.put("dependency-layer", key, async (directory) => {
      await fetchPackages(
        {
          section: { ...base.section, packages },
          ...(await dependencySources(setting)),
          debsDirectory,
          sharedCacheDir: setting.dependencies.sharedCacheDir,
          jobs: 4 * jobs,
          goneHint: incompleteMirrorHint,
        },
        context,
      );
      await runPrivileged(
        installDependenciesOperation,
        {
          layers: [base.path],
          foreignArchitectures: [...foreignArchitectures],
          packages,
          removed,
          debsDirectory,
          directory,
          workDirectory: join(context.workDirectory, "install"),
        },
        privilege,
        context,
      );
      return key;
    }));
  setting.hold(lease);
  return { layers: [join(lease.path, "upper")], reused: found !== undefined };
}
