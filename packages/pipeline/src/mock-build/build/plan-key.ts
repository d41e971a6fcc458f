import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { buildRequestOf } from "./build-request-of.ts";

/**
 * Of everything that can shape what is built: equal keys mean that the same build was asked for. How many processors it
 * may use is left out: Debian's own builders differ in it too.
 */
export function planKey(
  records: Pick<MockBuildRecords, "source" | "base" | "dependencies">,
  setting: MockBuildSetting,
): Digest {
  const { source, base, dependencies } = records;
  const {
    layers: _layers,
    source: _placed,
    parallel: _parallel,
    privilege: _privilege,
    directory: _directory,
    workDirectory: _work,
    ...wish
  } = buildRequestOf(setting, records, "", "");
  return digestOf({
    code: setting.code,
    chroot: setting.chroot,
    plugins: setting.plugins.key,
    wish,
    source: source.source.dsc,
    base: base.key,
    packages: dependencies.packages.map(({ sha256 }) => sha256),
    removed: dependencies.removed,
  });
}
