import { parsePackageFileName } from "@debootc/core/deb/package-file-name";
import type { ErrorRecord } from "@debootc/core/error/error-record";
import { errorCodes } from "@debootc/core/error/codes";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { Artefact, BuildResult } from "@debootc/core/mock-build/records/build-result";
import type { BuildLogError } from "@debootc/core/mock-build/records/build-log-error";
import { parallelOf } from "@debootc/core/mock-build/build-options";
import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import { basename } from "node:path";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import type { BuildRecorder } from "./build-recorder.ts";

interface BuildEnding {
  readonly asked: string;
  readonly producer: string;
  readonly now: Date;
  readonly recorder: BuildRecorder;
  readonly checks: BuildResult["checks"];
  /** Those that were made before the build ended. */
  readonly records: Partial<MockBuildRecords>;
  readonly files: BuildResult["files"];
  /** Of all that the build was asked for with; absent when it was never known. */
  readonly plan?: Digest | undefined;
  readonly failure?: { readonly error: ErrorRecord; readonly firstError?: BuildLogError | undefined };
}

/** All that is known of a build at its end, however it ended. */
export function describeBuild(
  { request, chroot, target }: Pick<MockBuildSetting, "request" | "chroot" | "target">,
  { asked, producer, now, recorder, checks, records, files, plan, failure }: BuildEnding,
): BuildResult {
  const startedAt = recorder.startedAt() ?? now.toISOString();
  const facts = recorder.facts();
  const keptChroot = recorder.keptChroot();
  const { source, base, dependencies, build } = records;
  return {
    status:
      failure === undefined ? "successful" : failure.error.code === "cancelled" ? "cancelled" : "failed",
    producer,
    asked,
    startedAt,
    finishedAt: now.toISOString(),
    ...(source === undefined ? {} : { source: sourceOf(source) }),
    chroot: {
      name: chroot.name,
      suite: chroot.suite,
      architecture: chroot.architecture,
      hostArchitecture: target.hostArchitecture,
      profiles: [...target.profiles],
      configuration: digestOf(chroot),
    },
    ...(failure === undefined ? {} : { failure: failureOf(failure, recorder) }),
    ...(keptChroot === undefined ? {} : { keptChroot: basename(keptChroot) }),
    artefacts: failure === undefined ? (records.checks?.files ?? build?.files ?? []).map(artefactOf) : [],
    stages: recorder.stages(now),
    ...(facts === undefined ? {} : { isolation: facts.isolation }),
    resources: {
      ...facts?.resources,
      wallSeconds: Math.max(0, now.getTime() - Date.parse(startedAt)) / 1000,
      downloadBytes: recorder.downloadBytes(),
      processors: parallelOf(chroot.environment["DEB_BUILD_OPTIONS"], request.jobs),
    },
    keys: {
      ...(base === undefined ? {} : { base: base.key }),
      ...(dependencies === undefined || base === undefined
        ? {}
        : {
            dependencies: digestOf({
              base: base.key,
              packages: dependencies.packages.map(({ sha256 }) => sha256),
              removed: dependencies.removed,
            }),
          }),
      ...(plan === undefined ? {} : { plan }),
    },
    proofs: [...(records.proof ?? [])],
    checks: [...checks],
    warnings: recorder.warnings(),
    files,
  };
}

function sourceOf({ source, commit, signedBy }: MockBuildRecords["source"]) {
  const { name, version, format, dscName, dsc, files } = source;
  return {
    name,
    version,
    format,
    dscName,
    dsc,
    files: files.map(({ name: file, size, sha256 }) => ({ name: file, size, sha256 })),
    ...(commit === undefined ? {} : { commit }),
    ...(signedBy === undefined ? {} : { signedBy: [...signedBy] }),
  };
}

function failureOf(
  { error, firstError }: NonNullable<BuildEnding["failure"]>,
  recorder: BuildRecorder,
): NonNullable<BuildResult["failure"]> {
  return {
    stage: recorder.failedStage() ?? "configuration",
    error,
    exitStatus: errorCodes[error.code].exit,
    ...(firstError === undefined ? {} : { firstError }),
  };
}

const kinds: Readonly<Record<string, Artefact["kind"]>> = {
  deb: "deb",
  ddeb: "deb",
  udeb: "udeb",
  changes: "changes",
  buildinfo: "buildinfo",
  dsc: "source",
};

function artefactOf({ name, size, sha256 }: BuiltFile): Artefact {
  const extension = /\.([a-z]+)$/.exec(name)?.[1] ?? "";
  const kind = kinds[extension] ?? (/\.(?:orig|debian|diff|tar)\b/.test(name) ? "source" : "other");
  const { type: _type, ...named } = parsePackageFileName(name) ?? {};
  return {
    name,
    kind,
    size,
    sha256,
    ...named,
  };
}
