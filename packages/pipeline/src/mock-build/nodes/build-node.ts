import { fittingBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import { kindOf } from "../../worker/privilege-kind.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { type BuildRequest, buildPackageOperation } from "../build/build-package.ts";
import { answerHooks } from "../plugin/answer-hooks.ts";
import { keepSource } from "../results/keep-source.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import type { MockBuildSetting } from "../mock-build-setting.ts";

/** Builds the package in a throw-away layer over the chroot. */
export function buildNode(setting: MockBuildSetting, directory: string): Node<MockBuildRecords, "build"> {
  const { request } = setting;
  return {
    id: "build",
    phase: "build",
    title: "Build the package",
    reads: ["source", "dependencies"],
    required: true,
    timeoutSeconds: 24 * 3600,
    resources: { cpus: request.jobs, memoryMiB: 1024, diskMiB: 4096 },
    run: async (records, context) => {
      await mkdir(directory, { recursive: true });
      const wish = buildRequestOf(setting, records, directory, join(context.workDirectory, "chroot"));
      const ask = answerHooks(setting.plugins);
      const record = await runPrivileged(buildPackageOperation, wish, setting.privilege, { ...context, ask });
      await setting.plugins.call("rootUnmounted", {});
      const files = await keepSource(records.source, record.files, directory);
      return { output: { ...record, files, directory } };
    },
  };
}

/** What the build of a package is asked for with. */
export function buildRequestOf(
  { request, chroot, target, types, plugins, privilege }: MockBuildSetting,
  { source: { source, directory: sources }, dependencies }: Pick<MockBuildRecords, "source" | "dependencies">,
  directory: string,
  workDirectory: string,
): BuildRequest {
  return {
    layers: [...dependencies.layers],
    source: {
      name: source.name,
      version: source.version,
      dscName: source.dscName,
      directory: sources,
      files: source.files.map(({ name }) => name),
    },
    types: [
      ...fittingBuildTypes(source, types, {
        architecture: target.hostArchitecture,
        profiles: target.profiles,
      }),
    ],
    ...rebuildOf(request, chroot.suite),
    hostArchitecture: target.hostArchitecture,
    profiles: [...target.profiles],
    environment: chroot.environment,
    path: [...plugins.contributed.path],
    mounts: chroot.mounts,
    parallel: request.jobs,
    limits: chroot.limits,
    privilege: kindOf(privilege),
    directory,
    workDirectory,
  };
}

function rebuildOf(
  { binaryOnly, binaryOnlyReason, binaryOnlyDate, maintainer }: MockBuildRequest,
  distribution: string,
): Pick<BuildRequest, "rebuild"> {
  if (binaryOnly === undefined) return {};
  return {
    rebuild: {
      number: binaryOnly,
      message: binaryOnlyReason,
      distribution,
      ...(binaryOnlyDate === undefined ? {} : { date: Math.floor(Date.parse(binaryOnlyDate) / 1000) }),
      ...(maintainer === undefined ? {} : { maintainer }),
    },
  };
}
