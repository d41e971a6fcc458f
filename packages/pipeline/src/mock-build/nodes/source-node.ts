import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { join, resolve } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { sourceFact } from "../plugin/source-fact.ts";
import { refuseUnkeepable } from "./keeping-root.ts";
import { placeSource } from "../source/place-source.ts";

/** Finds the source package and puts its verified files into one directory. */
export function sourceNode(
  setting: MockBuildSetting,
  argument: SourceArgument,
  directory: string,
): Node<MockBuildRecords, "source"> {
  const { request, chroot, dependencies, privilege, indexCacheDirectory } = setting;
  // What is no .dsc yet is packed by the chroot's own dpkg-source.
  const isPacked = argument.kind === "directory" || argument.kind === "git";
  return {
    id: "source",
    phase: "init",
    title: "Find the source package",
    reads: isPacked ? ["base"] : [],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1024 },
    run: async ({ base }, context) => {
      const { sources, proxy } = argument.kind === "archive" ? await setting.sources() : noSources(setting);
      const output = await placeSource(
        argument,
        {
          directory: join(directory, "source"),
          workDirectory: context.workDirectory,
          currentDirectory: process.cwd(),
          ...(request.requireSignature.length === 0
            ? {}
            : { requireSignature: { keyrings: request.requireSignature.map((path) => resolve(path)) } }),
          baseRoot: async () => base.path,
          privilege,
          archive: {
            sources,
            architecture: chroot.architecture,
            indexCacheDirectory,
            filesDirectory: join(resolve(request.cacheDir), "sources"),
          },
          proxy,
          gitEnvironment: dependencies.environment.git ?? {},
        },
        context,
      );
      await refuseUnkeepable(output, setting);
      await setting.plugins.call("sourceReady", { source: sourceFact(output) });
      return { output };
    },
  };
}

function noSources({ dependencies }: MockBuildSetting) {
  return { sources: [], proxy: dependencies.environment.proxy };
}
