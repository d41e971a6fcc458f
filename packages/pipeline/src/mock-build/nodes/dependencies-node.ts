import { DebootcError } from "@debootc/core/error/debootc-error";
import { type BuildDependencies, buildDependencies } from "@debootc/core/mock-build/build-dependencies";
import { packageUniverse } from "@debootc/core/lock/package-universe";
import { dependencyDsc } from "@debootc/core/source-package/dependency-dsc";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import type { Node, NodeContext } from "../../engine/node.ts";
import { fetchPackages } from "../../gather/fetch-packages.ts";
import { lockSelection } from "../../gather/lock-selection.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { installDependenciesOperation } from "../chroot/install-dependencies.ts";
import { solveDependenciesOperation } from "../chroot/solve-dependencies.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import type { MockBuildSetting } from "../mock-build-setting.ts";

type Inputs = Pick<MockBuildRecords, "source" | "base">;

/** What the source package wants, chosen by the chroot's own apt and installed as a layer over it; both from the cache if they can. */
export function dependenciesNode(setting: MockBuildSetting): Node<MockBuildRecords, "dependencies"> {
  return {
    id: "dependencies",
    phase: "build",
    title: "Install the build dependencies",
    reads: ["source", "base"],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async (inputs, context) => {
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "build-dependencies",
        key: solutionKey(inputs, setting),
        format: buildDependencies,
        outputDigest: digestOf,
        make: async () => choose(inputs, setting, context),
      });
      setting.hold(lease);
      const layer = await install(record, inputs, setting, context);
      return {
        output: { ...record, layers: [...layer.layers, inputs.base.path] },
        reused: reused && layer.reused,
      };
    },
  };
}

function solutionKey({ source: { source }, base }: Inputs, { code, target }: MockBuildSetting): Digest {
  return digestOf({
    code,
    base: base.key,
    indexes: base.section.indexes,
    relations: source.relations,
    target,
  });
}

async function choose(
  { source: { source }, base }: Inputs,
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<BuildDependencies> {
  const { target, chroot } = setting;
  const { sources, proxy } = await setting.sources();
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
    },
    context,
  );
  context.report({ type: "progress", step: "choosing build dependencies" });
  const solution = await runPrivileged(
    solveDependenciesOperation,
    {
      root: base.path,
      aptDirectory: root.directory,
      dsc: dependencyDsc(source, { crossArchitecture: target.foreignArchitectures[0] }),
      hostArchitecture: target.hostArchitecture,
      profiles: [...target.profiles],
    },
    setting.privilege,
    context,
  );
  if (solution.kind === "unmet") {
    throw new DebootcError(
      "dependency-unmet",
      `the build dependencies of ${source.name} ${source.version} cannot be installed from ${chroot.suite} for ${chroot.architecture}:\n  apt says: ${solution.said}`,
      { hint: "Add the source that has what is missing, or build for another suite." },
    );
  }
  const universe = packageUniverse(suites.flatMap(({ parts }) => parts));
  return { packages: lockSelection(solution.selected, universe, sources), removed: solution.removed };
}

async function install(
  { packages, removed }: BuildDependencies,
  { base }: Inputs,
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<{ readonly layers: readonly string[]; readonly reused: boolean }> {
  const { foreignArchitectures } = setting.target;
  if (packages.length === 0 && removed.length === 0 && foreignArchitectures.length === 0)
    return { layers: [], reused: true };
  const { cache, code, debsDirectory, request, privilege } = setting;
  const key = digestOf({
    code,
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
          ...(await setting.sources()),
          debsDirectory,
          jobs: 4 * request.jobs,
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
