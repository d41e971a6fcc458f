import { DebootcError } from "@debootc/core/error/debootc-error";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import type { ChrootCreateRequest } from "@debootc/core/request/chroot/chroot-create-request";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { eventStream } from "../../engine/event-stream.ts";
import { leaveNothing } from "../../engine/leave-nothing.ts";
import { runNodes } from "../../engine/run-nodes.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { removeAnyTree } from "../../worker/privilege-of.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { baseNode } from "../nodes/base-node.ts";
import { openSetting } from "../open-setting.ts";
import { refuseUnenterable } from "../run/refuse-unenterable.ts";
import type { PluginHooks } from "../plugin/plugin-hooks.ts";

type Wish = Pick<ChrootCreateRequest, "suite" | "config" | "arch" | "cacheDir" | "mirror" | "jobs">;

/** Makes the base root that a chroot stands on, or finds it in the cache, and hands it on while it is sure to be there. */
export async function withBaseRoot<T>(
  wish: Wish,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  use: (base: MockBuildRecords["base"], setting: MockBuildSetting) => Promise<T>,
): Promise<T> {
  const { suite, config, arch, cacheDir, mirror, jobs } = wish;
  const request = mockBuildRequestSchema.parse({
    suite,
    arch,
    cacheDir,
    jobs,
    ...(config === undefined ? {} : { config }),
    ...(mirror === undefined ? {} : { mirror }),
    sources: ["none"],
    // There are no results: nothing is to be made where the command was started.
    resultDir: cacheDir,
  });
  const events = eventStream(dependencies.emit, dependencies.clock);
  const report = events.reporter();
  const held = new AsyncDisposableStack();
  let begun: PluginHooks | undefined;
  await using _end = { [Symbol.asyncDispose]: async () => begun?.call("afterCleanup", {}) };
  await using _cleanup = { [Symbol.asyncDispose]: () => leaveNothing(held, report) };
  const opening = { request, dependencies, directories, held, report, part: undefined };
  const { setting, work } = await openSetting(opening);
  begun = setting.plugins;
  refuseUnenterable(setting.privilege, "debootc chroot makes");
  report({ type: "run", state: "started" });
  try {
    const logs = join(work, "logs");
    await mkdir(logs);
    const { records } = await runNodes<MockBuildRecords>([baseNode(setting)], {
      events,
      signal: dependencies.signal,
      clock: dependencies.clock,
      logDirectory: logs,
      workDirectory: join(work, "work"),
      atOnce: 1,
      removeTree: (path) => removeAnyTree(path, setting.privilege),
      keep: async () => {},
    });
    if (records.base === undefined) throw new DebootcError("internal-fault", "no base root was made");
    const result = await use(records.base, setting);
    report({ type: "run", state: "finished" });
    return result;
  } catch (error) {
    report({ type: "run", state: "failed", error: toErrorRecord(error) });
    throw error;
  } finally {
    await setting.plugins.call("beforeCleanup", {});
  }
}
