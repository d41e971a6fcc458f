import type { BuildStage } from "@debootc/core/event/build-stage";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { classifySource } from "@debootc/core/debian/source-argument";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Event, Reporter } from "@debootc/core/event/event";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { explainNoSpace } from "@debootc/tools/files/writable";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cacheLimitBytes } from "../cache/cache-limit.ts";
import { eventStream } from "../engine/event-stream.ts";
import { leaveNothing } from "../engine/leave-nothing.ts";
import { runNodes } from "../engine/run-nodes.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { ChainPart } from "./run/chain-part.ts";
import { givenNode } from "./run/given-node.ts";
import { reusableBuild } from "./build/reusable-build.ts";
import type { MockBuildRecords } from "./run/mock-build-records.ts";
import type { MockBuildSetting } from "./run/mock-build-setting.ts";
import { openSetting } from "./open-setting.ts";
import { baseNode } from "./nodes/base-node.ts";
import { buildNode } from "./nodes/build-node.ts";
import { checksNode } from "./nodes/checks-node.ts";
import { dependenciesNode } from "./nodes/dependencies-node.ts";
import { proofNode } from "./nodes/proof-node.ts";
import { resultsNode } from "./nodes/results-node.ts";
import { sourceNode } from "./nodes/source-node.ts";
import { readExpectation } from "./proof/expectation.ts";
import { failureFact } from "./plugin/build-hooks.ts";
import type { PluginHooks } from "./plugin/plugin-hooks.ts";
import { buildRecorder } from "./results/build-recorder.ts";
import { finishBuild } from "./results/finish-build.ts";
import type { FinishedBuild } from "./run/finished-build.ts";
import { refuseUnreadable } from "./source/refuse-unreadable.ts";

/**
 * `debootc mock-build`: source packages to binary packages. A build that fails has a result, too; what keeps one from
 * being begun or from being told is thrown. `part` is what a chain has of it already.
 */
export async function mockBuild(
  request: MockBuildRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  part?: ChainPart,
): Promise<FinishedBuild> {
  const [asked = ""] = request.sources;
  const argument = classifySource(asked);
  if (part === undefined) await refuseUnreadable(argument, process.cwd());
  const expectation = await readExpectation(request.verify.map((path) => resolve(path)));
  const recorder = buildRecorder();
  const emit = (event: Event) => {
    recorder.event(event);
    dependencies.emit(event);
  };
  const stream = eventStream(emit, dependencies.clock);
  const report = stream.reporter();
  const held = new AsyncDisposableStack();
  let begun: PluginHooks | undefined;
  await using _end = { [Symbol.asyncDispose]: async () => begun?.call("afterCleanup", {}) };
  await using _cleanup = { [Symbol.asyncDispose]: () => leaveNothing(held, report) };
  const { setting, work } = await openSetting({ request, dependencies, directories, held, report, part });
  const { plugins, privilege } = setting;
  begun = plugins;
  report({ type: "run", state: "started" });
  const records: Partial<MockBuildRecords> = {};
  const logs = join(work, "logs");
  const directory = join(work, "results");
  const building = buildNode(setting, directory);
  const ending = { asked, recorder, nodeLogs: logs };
  try {
    await mkdir(logs);
    const { made } = await runNodes<MockBuildRecords>(
      [
        givenNode(sourceNode(setting, argument, work), part?.source),
        givenNode(baseNode(setting), part?.base),
        dependenciesNode(setting),
        part === undefined ? building : reusableBuild(building, setting, directory),
        proofNode(setting, expectation),
        checksNode(setting, () => recorder.facts()?.resources),
        resultsNode((made) => finishBuild(setting, { ...ending, records: made, directory })),
      ],
      {
        events: stream,
        signal: dependencies.signal,
        clock: dependencies.clock,
        logDirectory: logs,
        workDirectory: join(work, "work"),
        atOnce: request.jobs,
        removeTree: (path) => removeAnyTree(path, privilege),
        keep: async (id, record) => void Object.assign(records, { [id]: record }),
      },
    );
    // Where no layer was made the cache has not grown.
    if (made.length > 0) {
      const now = dependencies.clock();
      held.defer(() => setting.cache.prune({ maxBytes: cacheLimitBytes, now }).then(() => {}));
    }
    if (records.results === undefined) throw new DebootcError("internal-fault", "the build has no results");
    await plugins.call("finished", { status: "successful", directory: records.results.directory });
    report({ type: "run", state: "finished" });
    return records.results;
  } catch (error) {
    report({ type: "run", state: "failed", error: toErrorRecord(error) });
    const stage = recorder.failedStage();
    await plugins.call("failed", { failure: failureFact(error), ...(stage === undefined ? {} : { stage }) });
    const directory = join(work, "failed");
    const finished = isRefusedSource(error, records, stage)
      ? undefined
      : await tellFailure(setting, report, { ...ending, records, directory, error });
    await plugins.call("finished", {
      status: dependencies.signal.aborted ? "cancelled" : "failed",
      ...(finished === undefined ? {} : { directory: finished.directory }),
    });
    if (finished === undefined || !isOrdinary(error)) throw error;
    return finished;
  } finally {
    await plugins.call("beforeCleanup", {});
  }
}

/** Then nothing was begun, and there is no name for a result directory. */
function isRefusedSource(
  error: unknown,
  { source }: Partial<MockBuildRecords>,
  stage: BuildStage | undefined,
): boolean {
  return (
    source === undefined &&
    stage === "source" &&
    error instanceof DebootcError &&
    ["usage", "source-invalid", "trust-refused"].includes(error.code)
  );
}

/** A result that cannot be written must not hide why the build failed. */
async function tellFailure(
  setting: MockBuildSetting,
  report: Reporter,
  ending: Parameters<typeof finishBuild>[1],
): Promise<FinishedBuild | undefined> {
  try {
    return await finishBuild(setting, ending);
  } catch (error) {
    const { code, message } = toErrorRecord(explainNoSpace(error));
    report({
      type: "diagnostic",
      diagnostic: { severity: "warning", code, message: `no result is kept: ${message}` },
    });
    return undefined;
  }
}

/** What a result can tell as well as an error; a fault of debootc needs its stack, and who cancelled wants to see no result. */
function isOrdinary(error: unknown): boolean {
  return error instanceof DebootcError && !["internal-fault", "cancelled"].includes(error.code);
}
