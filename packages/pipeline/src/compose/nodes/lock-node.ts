import { checkLock } from "@debootc/core/lock/check-lock";
import { lockRecord } from "@debootc/core/lock/lock";
import { lockPathOf } from "@debootc/core/lock/lock-path";
import { digestOf } from "@debootc/core/record/digest";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Node } from "../../engine/node.ts";
import { packageSources } from "../../gather/package-sources.ts";
import { readLock } from "../../gather/read-lock.ts";
import { resolveLock } from "../../gather/resolve-lock.ts";
import type { ComposeRecords } from "../compose-records.ts";
import type { ComposeSetting } from "../compose-setting.ts";

/** Takes the treefile's lock if it still fits, or lets apt choose now, and keeps what counts beside the results. */
export function lockNode(setting: ComposeSetting): Node<ComposeRecords, "lock"> {
  const { request, treefile, dependencies, base } = setting;
  const wanted = resolve(request.lock ?? lockPathOf(request.treefile));
  return {
    id: "lock",
    phase: "gather",
    title: "Choose the packages",
    reads: [],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 512 },
    run: async (_, context) => {
      const lock = await readLock(wanted);
      if (lock === undefined && request.lock !== undefined) {
        throw new DebootcError("usage", `there is no lock ${wanted}`, {
          hint: `Make it with: debootc lock ${request.treefile} --lock ${request.lock}`,
        });
      }
      const fixed = lock === undefined ? undefined : checkLock(lock, treefile, request.treefile);
      const section =
        fixed ??
        (await resolveLock(
          {
            treefile,
            ...(await packageSources(treefile, dependencies.environment, context.report)),
            workDirectory: context.workDirectory,
            indexCacheDirectory: join(resolve(request.cacheDir), "indexes"),
          },
          context,
        ));
      const file = join(base, "lock.json");
      await mkdir(base, { recursive: true });
      await writeFile(file, lockRecord.serialize({ architectures: { [treefile.architecture]: section } }));
      return { output: { section, digest: digestOf(section), file }, reused: fixed !== undefined };
    },
  };
}
