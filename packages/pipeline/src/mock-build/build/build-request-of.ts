import { parallelOf } from "@debootc/core/mock-build/build-options";
import { fittingBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { kindOf } from "../../worker/privilege-kind.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { BuildRequest } from "./build-package.ts";

/** Returns the request with which a package is built. */
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
    parallel: parallelOf(chroot.environment["DEB_BUILD_OPTIONS"], request.jobs),
    limits: chroot.limits,
    privilege: kindOf(privilege),
    directory,
    workDirectory,
  };
}

function rebuildOf(
  { binaryOnly, binaryOnlyReason, binaryOnlyDistribution, binaryOnlyDate, maintainer }: MockBuildRequest,
  suite: string,
): Pick<BuildRequest, "rebuild"> {
  if (binaryOnly === undefined) return {};
  return {
    rebuild: {
      number: binaryOnly,
      message: binaryOnlyReason,
      distribution: binaryOnlyDistribution ?? suite,
      ...(binaryOnlyDate === undefined ? {} : { date: Math.floor(Date.parse(binaryOnlyDate) / 1000) }),
      ...(maintainer === undefined ? {} : { maintainer }),
    },
  };
}
