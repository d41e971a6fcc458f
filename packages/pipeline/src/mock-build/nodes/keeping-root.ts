import { failedChrootName } from "@debootc/core/mock-build/failed-chroot-name";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { NodeContext } from "../../engine/node.ts";
import type { BuildRequest } from "../build/build-package.ts";
import { tellUnkept } from "../build/tell-unkept.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { isThere } from "@debootc/tools/files/paths";
import { keepFailedRoot, refuseTakenName } from "../chroot-store/keep-failed-root.ts";

type Kept = Pick<MockBuildRecords, "source" | "base" | "dependencies">;

/** Refuses to begin what could not be kept in the end. Throws `usage`, `in-use`. */
export async function refuseUnkeepable(
  { source }: MockBuildRecords["source"],
  { request, target }: Pick<MockBuildSetting, "request" | "target">,
): Promise<void> {
  if (!request.keepFailed) return;
  await refuseTakenName(request.cacheDir, failedChrootName(source.name, target.hostArchitecture));
}

/**
 * Builds, and on request makes a chroot of the root of a package that does not build. Whatever prevents that is reported,
 * and never hides why the build failed.
 */
export async function keepingRoot<T>(
  records: Kept,
  setting: MockBuildSetting,
  context: NodeContext,
  build: (wish: Pick<BuildRequest, "failedRoot">) => Promise<T>,
): Promise<T> {
  if (!setting.request.keepFailed) return build({});
  const top = join(context.workDirectory, "failed-root");
  await mkdir(top, { recursive: true });
  try {
    return await build({ failedRoot: top });
  } catch (error) {
    if (await isThere(join(top, "upper"))) await keep(top, records, setting, context);
    throw error;
  }
}

async function keep(
  top: string,
  { source: { source }, base, dependencies }: Kept,
  { request, target, chroot, privilege, dependencies: { clock } }: MockBuildSetting,
  { report, signal }: NodeContext,
): Promise<void> {
  const { cacheDir } = request;
  const name = failedChrootName(source.name, target.hostArchitecture);
  const layers = dependencies.layers.slice(0, -1);
  try {
    const path = await keepFailedRoot(
      { name, configuration: chroot, source, base, layers, top },
      { cacheDir, privilege, clock, signal, report },
    );
    report({ type: "artifact", kind: "chroot", path });
  } catch (error) {
    tellUnkept(error, report);
  }
}
