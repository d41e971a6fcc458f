import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checkSelection } from "@debootc/core/lock/check-selection";
import { lockText } from "@debootc/core/lock/lock-text";
import { digestOf } from "@debootc/core/record/digest";
import type { Node, NodeContext } from "../../engine/node.ts";
import { type BuiltPackages, checkBuiltPackages } from "../../gather/built-packages.ts";
import { resolveLock } from "../../gather/resolve-lock.ts";
import { resolveOrReuse } from "../../gather/resolve-or-reuse.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Takes the treefile's lock, or lets apt choose now, and keeps what counts beside the results. */
export function lockNode(setting: ComposeSetting): Node<ComposeRecords, "lock"> {
  const { treefile, lock, base } = setting;
  return {
    id: "lock",
    phase: "gather",
    title: "Choose the packages",
    reads: readsBuilt(setting),
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 512 },
    run: async ({ "source-packages": built }, context) => {
      if (lock !== undefined) checkBuiltPackages(lock, built?.debs ?? [], setting.request.treefile);
      const { section, reused } =
        lock === undefined ? await choosePackages(setting, built, context) : { section: lock, reused: true };
      // The ids are an input of their own, in the plan: fixing them must not make it another lock.
      const file = join(base, "lock.json");
      await mkdir(base, { recursive: true });
      await writeFile(file, lockText({ architectures: { [treefile.architecture]: section } }));
      return { output: { section, digest: digestOf({ ...section, ids: undefined }), file }, reused };
    },
  };
}

/** Nodes that make packages, where there are any. */
export function readsBuilt({ treefile }: ComposeSetting): readonly "source-packages"[] {
  return treefile.sourcePackages.length === 0 ? [] : ["source-packages"];
}

async function choosePackages(
  setting: ComposeSetting,
  built: BuiltPackages | undefined,
  context: NodeContext,
) {
  const { request, treefile, local } = setting;
  const { sources, proxy } = await setting.sources();
  const resolution = {
    treefile,
    local,
    proxy,
    ...(built === undefined ? { sources } : { built: built.debs, sources: [built.source, ...sources] }),
    workDirectory: context.workDirectory,
    indexCacheDirectory: join(resolve(request.cacheDir), "indexes"),
  };
  const chosen = request.noCache
    ? { section: await resolveLock(resolution, context), reused: false }
    : await resolveOrReuse(resolution, setting, context);
  checkSelection(treefile, chosen.section);
  return chosen;
}
