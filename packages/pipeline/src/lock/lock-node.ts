import { legText } from "@debootc/core/compose/leg-name";
import { extraSourceId } from "@debootc/core/debian/own-source";
import { checkLock } from "@debootc/core/lock/check-lock";
import { checkSelection } from "@debootc/core/lock/check-selection";
import type { Lock, LockSection } from "@debootc/core/lock/lock";
import { treefileToLock, variantToLock } from "@debootc/core/lock/lock-subject";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { defineNode, type Node, type NodeContext } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import type { IndexMemory } from "../gather/index-memory.ts";
import { extraPackagesFor, readExtraPackages } from "../gather/extra/extra-packages.ts";
import { readLocalPackages, stageLocalPackages } from "../gather/local-packages.ts";
import { packageSources } from "../gather/package-sources.ts";
import { resolveLock } from "../gather/resolve-lock.ts";
import { buildSourcePackages } from "../mock-build/chain/build-source-packages.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { resolveSecurity } from "./security/resolve-security.ts";
import { idsOfCompose } from "./ids-of-compose.ts";

/** Says for what packages are chosen. */
interface LockedLeg {
  /** Absent for a lone treefile. */
  readonly variant: string | undefined;
  readonly treefile: ResolvedTreefile;
  /** The lockfile as it is. */
  readonly before: Lock | undefined;
}

/** What all nodes share. */
interface Locking {
  readonly request: LockCommandRequest;
  readonly dependencies: PipelineDependencies;
  readonly configuration: ConfigurationDirectories;
  /** All variants choose from one state of the archives, which is read once. */
  readonly memory: IndexMemory;
}

/** Chooses packages for one architecture. The node's id is the architecture, behind the variant if there is one. */
export function lockNode(
  { variant, treefile, before }: LockedLeg,
  locking: Locking,
): { readonly architecture: string; readonly node: Node<LockSection> } {
  const { request, dependencies, memory } = locking;
  const { architecture } = treefile;
  const subject =
    variant === undefined ? treefileToLock(request.treefile) : variantToLock(request.treefile, variant);
  const id = variant === undefined ? architecture : legText({ variant, architecture });
  const node = defineNode({
    leaves: slot<LockSection>(id),
    phase: "gather",
    title: `Lock ${id}`,
    reads: {},
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 512 },
    run: async (_, context) => {
      const local = await readLocalPackages(treefile);
      const extra = extraPackagesFor(treefile, await readExtraPackages(request.extraPackage));
      const locked =
        request.securityOnly && before !== undefined
          ? checkLock(before, treefile, local, subject, extra)
          : undefined;
      const wanted = {
        mirror: request.mirror,
        proxy: dependencies.environment.proxy,
        local: await stageLocalPackages(local, join(context.workDirectory, "local-packages")),
        extra: await stageLocalPackages(extra, join(context.workDirectory, extraSourceId), extraSourceId),
      };
      const { sources, proxy } = await packageSources(treefile, wanted, context.report);
      const built =
        treefile.sourcePackages.length === 0 ? undefined : await build(treefile, locking, context);
      const resolution = {
        treefile,
        local,
        extra,
        ...(built === undefined ? { sources } : { built: built.debs, sources: [built.source, ...sources] }),
        proxy,
        workDirectory: context.workDirectory,
        indexCacheDirectory: join(request.cacheDir, "indexes"),
        memory,
        earlier: {
          indexes: before?.architectures[architecture]?.indexes ?? [],
          allowOlder: request.allowOlder,
        },
      };
      const section =
        locked !== undefined
          ? await resolveSecurity(
              resolution,
              {
                before: locked,
                debsDirectory: join(request.cacheDir, "debs"),
                updateCommand: `debootc lock ${subject.words} --update`,
              },
              context,
            )
          : await resolveLock(resolution, context);
      checkSelection(treefile, section);
      const ids =
        request.ids === undefined
          ? before?.architectures[architecture]?.ids
          : await idsOfCompose(request.ids, request.outputDir, {
              ...{ variant, treefile: treefile.name, architecture },
            });
      return { output: ids === undefined ? section : { ...section, ids } };
    },
  });
  return { architecture, node };
}

async function build(
  treefile: ResolvedTreefile,
  { request, configuration, dependencies }: Locking,
  context: NodeContext,
) {
  return buildSourcePackages(
    {
      treefile,
      configuration,
      mirror: request.mirror,
      cacheDir: request.cacheDir,
      noCache: false,
      jobs: 1,
      directory: join(context.workDirectory, "source-packages"),
      archive: join(context.workDirectory, "built"),
    },
    dependencies,
    context,
  );
}
