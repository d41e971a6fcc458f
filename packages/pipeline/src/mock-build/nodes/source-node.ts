import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import type { Slot } from "../../engine/slot.ts";
import { sourceFact } from "../plugin/source-fact.ts";
import type { MockBuildRecords, MockBuildSlots } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { placeSource } from "../source/place-source.ts";
import { refuseUnkeepable } from "./keeping-root.ts";

interface SourceWish {
  readonly argument: SourceArgument;
  /** Gets a directory `source` with the files of the source package. */
  readonly directory: string;
}

/** Finds the source package and puts its verified files into one directory. */
export function sourceNode(
  setting: MockBuildSetting,
  slots: MockBuildSlots,
  wish: SourceWish,
): Node<MockBuildRecords["source"]> {
  return defineNode({
    ...sourceStep(wish.argument, slots.base),
    leaves: slots.source,
    run: async ({ base }, context) => ({ output: await findSource(wish, base, setting, context) }),
  });
}

/** Returns what all nodes that find a source package have in common. */
export function sourceStep({ kind }: SourceArgument, base: Slot<MockBuildRecords["base"]>) {
  // What is no .dsc yet is packed by the chroot's own dpkg-source.
  const reads: { readonly base?: typeof base } = kind === "directory" || kind === "git" ? { base } : {};
  return {
    phase: "init" as const,
    title: "Find the source package",
    reads,
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1024 },
  };
}

/** Places a source package, and tells plugins of it. `base` is there for one that has to be packed. */
export async function findSource(
  { argument, directory }: SourceWish,
  base: MockBuildRecords["base"] | undefined,
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<MockBuildRecords["source"]> {
  const { request, chroot, dependencies, privilege, indexCacheDirectory } = setting;
  const { sources, proxy } = argument.kind === "archive" ? await setting.sources() : noSources(setting);
  const source = await placeSource(
    argument,
    {
      directory: join(directory, "source"),
      workDirectory: context.workDirectory,
      ...(request.requireSignature.length === 0
        ? {}
        : { requireSignature: { keyrings: request.requireSignature } }),
      baseRoot: async () => pathOf(base),
      privilege,
      archive: {
        sources,
        architecture: chroot.architecture,
        indexCacheDirectory,
        filesDirectory: join(request.cacheDir, "sources"),
      },
      proxy,
      submodules: request.submodules,
      gitEnvironment: dependencies.environment.git ?? {},
    },
    context,
  );
  await refuseUnkeepable(source, setting);
  await setting.plugins.call("sourceReady", { source: sourceFact(source) });
  return source;
}

function noSources({ dependencies }: MockBuildSetting) {
  return { sources: [], proxy: dependencies.environment.proxy };
}

function pathOf(base: MockBuildRecords["base"] | undefined): string {
  if (base !== undefined) return base.path;
  throw new DebootcError("internal-fault", "a source package is to be packed, and there is no chroot for it");
}
