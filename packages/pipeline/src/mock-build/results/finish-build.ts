import { requireDirectory } from "@debootc/tools/files/require-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { binaryRebuildVersion } from "@debootc/core/mock-build/binary-rebuild";
import { buildrootLock } from "@debootc/core/mock-build/records/buildroot-lock";
import { buildrootLockOf } from "@debootc/core/mock-build/records/buildroot-lock-of";
import { type BuildResult, buildResult } from "@debootc/core/mock-build/records/build-result";
import { upstreamVersionOf } from "@debootc/core/source-package/upstream-version";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { planKey } from "../build/plan-key.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { BuildRecorder } from "./build-recorder.ts";
import { describeBuild } from "./describe-build.ts";
import type { FinishedBuild } from "../run/finished-build.ts";
import { firstErrorIn, placeLogs } from "./place-logs.ts";
import { placeDirectory, resultDirectory } from "./place-results.ts";

/** Describes how a build ended, and what it left. */
export interface Ending {
  readonly asked: string;
  readonly recorder: BuildRecorder;
  /** The records made before the build ended. */
  readonly records: Partial<MockBuildRecords>;
  /** Directory with the logs of the nodes. */
  readonly nodeLogs: string;
  /** Contains what was built, if anything; becomes the result directory. */
  readonly directory: string;
  /** Why it failed; absent if it did not. */
  readonly error?: unknown;
}

/** Completes the result directory, however the build ended, and moves it to its place. Throws `results-unwritable`. */
export async function finishBuild(setting: MockBuildSetting, ending: Ending): Promise<FinishedBuild> {
  const { asked, recorder, records, directory } = ending;
  await requireDirectory(directory);
  const logs = await placeLogs(ending.nodeLogs, directory, recorder.stateLog());
  await setting.plugins.results.moveTo(directory);
  const lock = await writeLock(setting, records, directory);
  const failed = "error" in ending;
  const source = records.source?.source;
  const result = describeBuild(setting, {
    asked,
    producer: manifest.version,
    now: setting.dependencies.clock(),
    recorder,
    checks: setting.plugins.verdicts().map(({ required: _required, ...check }) => check),
    records,
    plan: planOf(setting, records),
    files: { ...logs, ...(lock === undefined ? {} : { lock }) },
    ...(failed
      ? {
          failure: {
            error: toErrorRecord(ending.error),
            firstError: await reasonIn(directory, logs, ending.error, records),
          },
        }
      : {}),
  });
  await writeFile(join(directory, "result.json"), buildResult.serialize(result));
  const place = resultDirectory(
    setting.request.resultDir,
    source === undefined
      ? { name: plainName(asked), version: "unknown" }
      : { name: source.name, version: builtVersion(source.version, setting.request) },
    setting.target.hostArchitecture,
    failed,
  );
  await placeDirectory(directory, place);
  return { directory: place, result };
}

/** Returns the version for the result directory: a binary rebuild must not replace what it rebuilds. */
function builtVersion(version: string, { binaryOnly }: MockBuildSetting["request"]): string {
  return binaryOnly === undefined ? version : binaryRebuildVersion(version, binaryOnly);
}

function planOf(setting: MockBuildSetting, { source, base, dependencies }: Partial<MockBuildRecords>) {
  if (source === undefined || base === undefined || dependencies === undefined) return undefined;
  return planKey({ source, base, dependencies }, setting);
}

/** Finds the first error in the log; a build that was stopped from outside has none. */
async function reasonIn(
  directory: string,
  { buildLog }: BuildResult["files"],
  error: unknown,
  { source }: Partial<MockBuildRecords>,
) {
  const isOfPackage =
    error instanceof DebootcError &&
    ["build-failed", "source-invalid", "package-broken"].includes(error.code);
  if (buildLog === undefined || source === undefined || !isOfPackage) return undefined;
  const { name, version } = source.source;
  return firstErrorIn(join(directory, buildLog), `${buildDirectory}/${name}-${upstreamVersionOf(version)}`);
}

async function writeLock(
  { chroot, target, sources }: MockBuildSetting,
  { source, base, dependencies }: Partial<MockBuildRecords>,
  directory: string,
): Promise<string | undefined> {
  if (source === undefined || base === undefined || dependencies === undefined) return undefined;
  const lock = buildrootLockOf({
    built: source.source,
    suite: chroot.suite,
    architecture: chroot.architecture,
    hostArchitecture: target.hostArchitecture,
    profiles: [...target.profiles],
    sources: (await sources()).sources,
    base: base.section,
    dependencies: dependencies.packages,
    removed: dependencies.removed,
  });
  await writeFile(join(directory, "buildroot.lock.json"), buildrootLock.serialize(lock));
  return "buildroot.lock.json";
}

/** Turns an argument that could not be resolved to a source package into part of a file name. */
function plainName(asked: string): string {
  return (
    basename(asked)
      .replaceAll(/[^A-Za-z0-9.+~-]/g, "-")
      .slice(0, 80) || "source"
  );
}
