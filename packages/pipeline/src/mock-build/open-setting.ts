import { DebootcError } from "@debootc/core/error/debootc-error";
import { buildTargetOf } from "@debootc/core/mock-build/build-target";
import { askedBuildTypes } from "@debootc/core/mock-build/choose-build-types";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { join } from "node:path";
import { identifyProcess } from "../cache/process-identity.ts";
import { abandonedStagingDirectories, makeStagingDirectory } from "../cache/staging-area.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { Run } from "../engine/with-run.ts";
import { readExtraPackages } from "../gather/extra/extra-packages.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { untrustedWork } from "../remote-cache/untrusted-work.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { openChrootSetting, readChroot } from "./open-chroot-setting.ts";
import { givenOnce } from "./proof/given-root.ts";
import type { ChainPart } from "./run/chain-part.ts";
import { localRepository } from "./run/local-repository.ts";
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
  asked: MockBuildRequest,
  { directories, ...given }: Opening,
): Promise<{ readonly setting: MockBuildSetting; readonly work: string }> {
  const known = await readChroot(asked, given.dependencies, directories);
  if (asked.keepFailed)
    refuseUnenterable(known.privilege, "--keep-failed keeps", ", or do without --keep-failed");
  const extra = given.part?.extra ?? (await readExtraPackages(asked.extraPackage));
  // Whether there can be results is known before an hour of work.
  await writable(asked.resultDir, () => makeDirectories(asked.resultDir));
  const { request, dependencies } = await apartIfUntrusted(asked, given, known.privilege);
  const opening = { ...given, dependencies };
  const { setting, work } = await openChrootSetting(request, known, opening);
  const { part } = opening;
  const local = part === undefined ? await localRepository(extra, join(work, "extra-packages")) : part.local;
  const unproven: Omit<MockBuildSetting, "given"> = {
    ...setting,
    ...(part === undefined ? {} : { part }),
    extra,
    ...(local === undefined ? {} : { local }),
    request,
    target: buildTargetOf(setting.chroot, request.hostArch),
    types: askedBuildTypes(request),
  };
  return { setting: { ...unproven, given: givenOnce(unproven) }, work };
}

/** Untrusted work has a cache beside its results, where there is room for a chroot; it goes with the run. */
async function apartIfUntrusted(
  request: MockBuildRequest,
  { dependencies, run: { held } }: Pick<Opening, "dependencies" | "run">,
  privilege: Privilege,
) {
  const work = { request, dependencies };
  if (!request.untrusted || dependencies.sharedCacheDir !== undefined) return work;
  if (request.keepFailed)
    throw new DebootcError("usage", "--untrusted keeps no chroot, so --keep-failed has no effect with it");
  // What a killed run has left there has no other run that would find it.
  for (const { path } of await abandonedStagingDirectories(request.resultDir))
    await removeAnyTree(path, privilege);
  const own = await makeStagingDirectory(request.resultDir, await identifyProcess(process.pid));
  held.defer(() => removeAnyTree(own, privilege));
  return untrustedWork(work, own);
}
