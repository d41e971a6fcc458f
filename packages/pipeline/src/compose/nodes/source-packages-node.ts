import { join } from "node:path";
import { defineNode, type Node } from "../../engine/node.ts";
import type { BuiltPackages } from "../../gather/built-packages.ts";
import type { SourcePackagesBuild } from "../../mock-build/chain/build-source-packages.ts";
import type { LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";

/** Builds what the treefile brings as source. Only for a treefile that brings any. */
export function sourcePackagesNode(setting: LegSetting, slots: LegSlots): Node<BuiltPackages> {
  const { request, dependencies } = setting;
  return defineNode({
    leaves: slots["source-packages"],
    phase: "gather",
    title: "Build the source packages",
    reads: {},
    required: true,
    timeoutSeconds: 7 * 24 * 3600,
    resources: { cpus: request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run: async (_, context) => {
      // Most treefiles bring no source.
      const { buildSourcePackages } = await import("../../mock-build/chain/build-source-packages.ts");
      const built = await buildSourcePackages(sourcePackagesOf(setting), dependencies, context);
      return { output: built, reused: built.reused };
    },
  });
}

/** Returns which packages a compose builds, and where they go. */
export function sourcePackagesOf({
  treefile,
  request: { mirror, cacheDir, noCache, jobs },
  configuration,
  base,
  directory,
}: LegSetting): SourcePackagesBuild {
  return {
    treefile,
    configuration,
    mirror,
    cacheDir,
    noCache,
    jobs,
    directory: join(base, "source-packages"),
    archive: join(directory.work, "built-packages"),
  };
}
