import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { formatBytes } from "@debootc/core/text/amount";
import { availableMemory } from "@debootc/tools/available-memory";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { type BuildRequest, buildPackageOperation } from "../build/build-package.ts";
import { buildRequestOf } from "../build/build-request-of.ts";
import { memoryForLayer } from "../build/memory-for-layer.ts";
import { answerHooks } from "../plugin/answer-hooks.ts";
import { keepSource } from "../results/keep-source.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { keepingRoot } from "./keeping-root.ts";

/** Builds the package in a throw-away layer over the chroot. */
export function buildNode(setting: MockBuildSetting, directory: string): Node<MockBuildRecords, "build"> {
  const { request } = setting;
  return {
    id: "build",
    phase: "build",
    title: "Build the package",
    reads: ["source", "base", "dependencies"],
    required: true,
    timeoutSeconds: 24 * 3600,
    resources: { cpus: request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run: async (records, context) => {
      await mkdir(directory, { recursive: true });
      const wish = buildRequestOf(setting, records, directory, join(context.workDirectory, "chroot"));
      const ask = answerHooks(setting.plugins);
      const perform = (one: BuildRequest) =>
        keepingRoot(records, setting, context, (failedRoot) =>
          runPrivileged(buildPackageOperation, { ...one, ...failedRoot }, setting.privilege, {
            ...context,
            ask,
          }),
        );
      const memoryBytes = memoryForLayer(setting.chroot, await availableMemory(), request.jobs);
      const record =
        memoryBytes === undefined
          ? await perform(wish)
          : await perform({ ...wish, memoryBytes }).catch(async (error: unknown) => {
              if (!isTooSmall(error, memoryBytes, setting)) throw error;
              context.report({ type: "diagnostic", diagnostic: onDisk(memoryBytes) });
              await rm(directory, { recursive: true });
              await mkdir(directory);
              return perform(wish);
            });
      await setting.plugins.call("rootUnmounted", {});
      const files = await keepSource(records.source, record.files, directory);
      return { output: { ...record, files, directory } };
    },
  };
}

/** Whether memory that debootc chose by itself was not enough, rather than a limit that was set. */
function isTooSmall(error: unknown, memoryBytes: number, { chroot: { tmpfs, limits } }: MockBuildSetting) {
  return (
    error instanceof DebootcError &&
    error.code === "build-disk-full" &&
    tmpfs === "auto" &&
    memoryBytes !== limits.diskBytes
  );
}

function onDisk(memoryBytes: number): Diagnostic {
  return {
    severity: "warning",
    code: "memory-too-small",
    message: `what the build writes does not fit into ${formatBytes(memoryBytes)} of memory: it is built again on the disk`,
    hint: "Write `tmpfs: off` into the chroot's configuration for packages of this size.",
  };
}
