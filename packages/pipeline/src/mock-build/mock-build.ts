import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { classifySource } from "@debootc/core/source-package/source-argument";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cacheLayout } from "../cache/cache-layout.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import { identifyProcess } from "../cache/process-identity.ts";
import { makeStagingDirectory } from "../cache/staging-area.ts";
import { digestOfCode } from "../compose/digest-of-code.ts";
import { eventStream } from "../engine/event-stream.ts";
import { leaveNothing } from "../engine/leave-nothing.ts";
import { runNodes } from "../engine/run-nodes.ts";
import { packageSources } from "../gather/package-sources.ts";
import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf, removeAnyTree } from "../worker/privilege-of.ts";
import {
  type ConfigurationDirectories,
  loadChrootConfiguration,
} from "./chroot/load-chroot-configuration.ts";
import type { MockBuildRecords } from "./mock-build-records.ts";
import type { MockBuildSetting } from "./mock-build-setting.ts";
import { baseNode } from "./nodes/base-node.ts";
import { buildNode } from "./nodes/build-node.ts";
import { dependenciesNode } from "./nodes/dependencies-node.ts";
import { resultsNode } from "./nodes/results-node.ts";
import { sourceNode } from "./nodes/source-node.ts";

/** `debootc mock-build`: source packages to binary packages. */
export async function mockBuild(
  request: MockBuildRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
) {
  const argument = classifySource(request.sources[0] ?? "");
  const stream = eventStream(dependencies.emit, dependencies.clock);
  const report = stream.reporter();
  const privilege = privilegeOf(dependencies.environment.user);
  const steps = join(resolve(request.cacheDir), "steps");
  const held = new AsyncDisposableStack();
  await using _cleanup = { [Symbol.asyncDispose]: () => leaveNothing(held, report) };
  const cache = await openCacheOf({ directory: steps, privilege, clock: dependencies.clock, report });
  const work = await makeStagingDirectory(cacheLayout(steps).staging, await identifyProcess(process.pid));
  held.defer(() => removeAnyTree(work, privilege));
  const { chroot } = loadChrootConfiguration(request.suite, {
    architecture: request.arch,
    directories,
    ...(request.config === undefined ? {} : { config: request.config }),
    options:
      request.profiles.length === 0 ? [] : [{ name: "--profiles", input: { profiles: request.profiles } }],
  });
  const setting: MockBuildSetting = {
    request,
    dependencies,
    chroot,
    sources: once(() =>
      packageSources(
        askedByChroot(chroot, []),
        { mirror: request.mirror, proxy: dependencies.environment.proxy },
        report,
      ),
    ),
    debsDirectory: join(resolve(request.cacheDir), "debs"),
    indexCacheDirectory: join(resolve(request.cacheDir), "indexes"),
    cache,
    code: await digestOfCode(),
    privilege,
    hold: (lease) => held.use(lease),
  };
  report({ type: "run", state: "started" });
  try {
    const logs = join(work, "logs");
    await mkdir(logs);
    const { records } = await runNodes<MockBuildRecords>(
      [
        sourceNode(setting, argument, work),
        baseNode(setting),
        dependenciesNode(setting),
        buildNode(setting, join(work, "results")),
        resultsNode(setting),
      ],
      {
        events: stream,
        signal: dependencies.signal,
        clock: dependencies.clock,
        logDirectory: logs,
        workDirectory: join(work, "work"),
        atOnce: request.jobs,
        removeTree: (path) => removeAnyTree(path, privilege),
        keep: async () => {},
      },
    );
    report({ type: "run", state: "finished" });
    return {
      directory: records.results.directory,
      files: records.build.files,
    };
  } catch (error) {
    report({ type: "run", state: "failed", error: toErrorRecord(error) });
    throw error;
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
