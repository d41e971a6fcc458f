import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkSelection } from "@debootc/core/lock/check-selection";
import { lockText } from "@debootc/core/lock/lock-text";
import { digestOf } from "@debootc/core/record/digest";
import type { Slot } from "../../engine/slot.ts";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import { type BuiltPackages, checkBuiltPackages } from "../../gather/built-packages.ts";
import { resolveLock } from "../../gather/resolve-lock.ts";
import { resolveOrReuse } from "../../gather/resolve-or-reuse.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";

/** Takes the treefile's lock, or lets apt choose now, and keeps what counts beside the results. */
export function lockNode(setting: LegSetting, slots: LegSlots): Node<LegRecords["lock"]> {
  const { treefile, lock, base } = setting;
  return defineNode({
    leaves: slots.lock,
    phase: "gather",
    title: "Choose the packages",
    reads: readsBuilt(setting, slots),
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 512 },
    run: async ({ built }, context) => {
      if (lock !== undefined) checkBuiltPackages(lock, built?.debs ?? [], setting.lockSubject);
      const { section, reused } =
        lock === undefined ? await choosePackages(setting, built, context) : { section: lock, reused: true };
      // The ids are an input of their own, in the plan: fixing them must not make it another lock.
      const file = join(base, "lock.json");
      await mkdir(base, { recursive: true });
      await writeFile(file, lockText({ architectures: { [treefile.architecture]: section } }));
      return { output: { section, digest: digestOf({ ...section, ids: undefined }), file }, reused };
    },
  });
}

/** Returns the slot of the packages that the compose builds, for a treefile that brings any as source. */
export function readsBuilt(
  { treefile }: LegSetting,
  { "source-packages": built }: LegSlots,
): { readonly built?: Slot<BuiltPackages> } {
  return treefile.sourcePackages.length === 0 ? {} : { built };
}

async function choosePackages(setting: LegSetting, built: BuiltPackages | undefined, context: NodeContext) {
  const { request, treefile, local, extra } = setting;
  const { sources, proxy } = await setting.sources();
  const resolution = {
    treefile,
    local,
    extra,
    proxy,
    ...(built === undefined ? { sources } : { built: built.debs, sources: [built.source, ...sources] }),
    workDirectory: context.workDirectory,
    indexCacheDirectory: join(request.cacheDir, "indexes"),
  };
  const chosen = request.noCache
    ? { section: await resolveLock(resolution, context), reused: false }
    : await resolveOrReuse(resolution, { cache: setting.cache, code: setting.code.lock }, context);
  checkSelection(treefile, chosen.section);
  return chosen;
}
