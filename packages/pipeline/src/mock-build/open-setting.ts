import { buildTargetOf } from "@debootc/core/mock-build/build-target";
import { askedBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { Run } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openChrootSetting, readChroot } from "./open-chroot-setting.ts";
import { givenOnce } from "./proof/given-root.ts";
import type { ChainPart } from "./run/chain-part.ts";
import type { MockBuildSetting } from "./run/mock-build-setting.ts";
import { refuseUnenterable } from "./run/refuse-unenterable.ts";

interface Opening {
  readonly dependencies: PipelineDependencies;
  readonly directories: ConfigurationDirectories;
  readonly run: Pick<Run, "report" | "held">;
  /** Present for a package of a chain. */
  readonly part?: ChainPart | undefined;
}

/** Opens what the nodes of a build share, and a work directory that goes with the run. Throws what the chroot is refused for. */
export async function openSetting(
  request: MockBuildRequest,
  { directories, ...opening }: Opening,
): Promise<{ readonly setting: MockBuildSetting; readonly work: string }> {
  const known = await readChroot(request, opening.dependencies, directories);
  if (request.keepFailed)
    refuseUnenterable(known.privilege, "--keep-failed keeps", ", or do without --keep-failed");
  // Whether there can be results is known before an hour of work.
  await writable(request.resultDir, () => makeDirectories(request.resultDir));
  const { setting, work } = await openChrootSetting(request, known, opening);
  const { part } = opening;
  const unproven: Omit<MockBuildSetting, "given"> = {
    ...setting,
    ...(part === undefined ? {} : { part }),
    request,
    target: buildTargetOf(setting.chroot, request.hostArch),
    types: askedBuildTypes(request),
  };
  return { setting: { ...unproven, given: givenOnce(unproven) }, work };
}
