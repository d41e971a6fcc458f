import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { formatBytes } from "@debootc/core/text/amount";
import { availableMemory } from "@debootc/tools/available-memory";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { type BuildRequest, buildPackageOperation } from "../build/build-package.ts";
import { buildRequestOf } from "../build/build-request-of.ts";
import { memoryForLayer } from "../build/memory-for-layer.ts";
import { type BuildInput, reusing } from "../build/reusing.ts";
import { answerHooks } from "../plugin/answer-hooks.ts";
import { keepSource } from "../results/keep-source.ts";
import type { MockBuildRecords, MockBuildSlots } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { keepingRoot } from "./keeping-root.ts";

/** Builds the package in a throw-away layer over the chroot. In a chain, an equal build is taken from the cache. */
export function buildNode(
  setting: MockBuildSetting,
  slots: MockBuildSlots,
  directory: string,
): Node<MockBuildRecords["build"]> {
  const build = (records: BuildInput, context: NodeContext) =>
    buildInto(directory, records, setting, context);
  return defineNode({
    leaves: slots.build,
    phase: "build",
    title: "Build the package",
    reads: { source: slots.source, base: slots.base, dependencies: slots.dependencies },
    required: true,
    timeoutSeconds: 24 * 3600,
    resources: { cpus: setting.request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run:
      setting.part === undefined
        ? async (records, context) => ({ output: await build(records, context) })
        : reusing(build, setting, directory),
  });
}

async function buildInto(
  directory: string,
  records: BuildInput,
  setting: MockBuildSetting,
  context: NodeContext,
): Promise<MockBuildRecords["build"]> {
  await mkdir(directory, { recursive: true });
  const wish = buildRequestOf(setting, records, directory, join(context.workDirectory, "chroot"));
  const ask = answerHooks(setting.plugins);
  const perform = (one: BuildRequest) =>
    keepingRoot(records, setting, context, (failedRoot) =>
      runPrivileged(buildPackageOperation, { ...one, ...failedRoot }, setting.privilege, { ...context, ask }),
    );
  const memoryBytes = memoryForLayer(setting.chroot, await availableMemory(), setting.request.jobs);
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
  return { ...record, files, directory };
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
