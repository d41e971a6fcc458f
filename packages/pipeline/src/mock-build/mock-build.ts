import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { BuildStage } from "@debootc/core/event/build-stage";
import type { Event, Reporter } from "@debootc/core/event/event";
import { refuseOtherRebuild } from "@debootc/core/mock-build/expected-rebuild";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { explainNoSpace } from "@debootc/tools/files/writable";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { type RecordStore, recordStore, valuesOf } from "../engine/records.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { buildNodes } from "./build-nodes.ts";
import { openSetting } from "./open-setting.ts";
import { failureFact } from "./plugin/build-hooks.ts";
import { type Expectation, readExpectation } from "./proof/expectation.ts";
import { type BuildRecorder, buildRecorder } from "./results/build-recorder.ts";
import { type Ending, finishBuild } from "./results/finish-build.ts";
import type { ChainPart } from "./run/chain-part.ts";
import type { FinishedBuild } from "./run/finished-build.ts";
import { mockBuildSlots } from "./run/mock-build-records.ts";
import type { MockBuildSetting } from "./run/mock-build-setting.ts";
import { refuseUnreadable } from "./source/refuse-unreadable.ts";

/**
 * Runs `debootc mock-build`: builds one source package. A build that fails has a result, too; what keeps one from being begun,
 * or its result from being written, is thrown. `part` is what a chain has of it already.
 */
export async function mockBuild(
  request: MockBuildRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  part?: ChainPart,
): Promise<FinishedBuild> {
  const recorder = buildRecorder();
  const emit = (event: Event) => {
    recorder.event(event);
    dependencies.emit(event);
  };
  return withRun({ ...dependencies, emit }, async (run) => {
    const [argument] = request.sources;
    if (argument === undefined) throw new DebootcError("internal-fault", "a build without a source package");
    if (part === undefined) await refuseUnreadable(argument);
    const expectation = await readExpectation(request.verify);
    refuseOtherRebuild(expectation?.files ?? [], request);
    const { setting, work } = await openSetting(request, { dependencies, directories, run, part });
    run.begin();
    const build = {
      asked: argument.given,
      argument,
      expectation,
      setting,
      work,
      recorder,
      records: recordStore(),
    };
    try {
      return await perform(build, run);
    } catch (error) {
      return await explain(build, error, run);
    }
  });
}

/** One build, from its begin to its end. */
interface Build {
  readonly asked: string;
  readonly argument: SourceArgument;
  readonly expectation: Expectation | undefined;
  readonly setting: MockBuildSetting;
  readonly work: string;
  readonly recorder: BuildRecorder;
  /** What the nodes have left so far, however they end. */
  readonly records: RecordStore;
}

const slots = mockBuildSlots();

async function perform(
  { setting, work, records, asked, argument, expectation, recorder }: Build,
  run: Run,
): Promise<FinishedBuild> {
  const logs = logsOf(work);
  await mkdir(logs);
  const nodes = buildNodes(setting, slots, { work, argument, expectation, recorder, asked, logs });
  await run.nodes(nodes, {
    logDirectory: logs,
    workDirectory: join(work, "work"),
    atOnce: setting.request.jobs,
    privilege: setting.privilege,
    cache: setting.cache,
    records,
  });
  const finished = records.of(slots.results);
  await setting.plugins.call("finished", { status: "successful", directory: finished.directory });
  return finished;
}

function logsOf(work: string): string {
  return join(work, "logs");
}

/** Lets a build that failed explain itself by a result, where it can have one. Throws the error where it cannot. */
async function explain(
  { setting, work, records: store, asked, recorder }: Build,
  error: unknown,
  run: Run,
): Promise<FinishedBuild> {
  const { plugins, dependencies } = setting;
  const stage = recorder.failedStage();
  await plugins.call("failed", { failure: failureFact(error), ...(stage === undefined ? {} : { stage }) });
  const ending = {
    asked,
    recorder,
    records: valuesOf(slots, store),
    nodeLogs: logsOf(work),
    directory: join(work, "failed"),
    error,
  };
  const isNameless = !store.has(slots.source) && isRefusedSource(error, stage);
  const finished = isNameless ? undefined : await writeFailure(setting, ending, run.report);
  await plugins.call("finished", {
    status: dependencies.signal.aborted ? "cancelled" : "failed",
    ...(finished === undefined ? {} : { directory: finished.directory }),
  });
  if (finished === undefined || !isOrdinary(error)) throw error;
  run.fail(error);
  return finished;
}

/** Whether nothing was begun, so that there is no name for a result directory. */
function isRefusedSource(error: unknown, stage: BuildStage | undefined): boolean {
  return (
    stage === "source" &&
    error instanceof DebootcError &&
    ["usage", "source-invalid", "trust-refused"].includes(error.code)
  );
}

/** A result that cannot be written must not hide why the build failed. */
async function writeFailure(
  setting: MockBuildSetting,
  ending: Ending,
  report: Reporter,
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

/**
 * Whether a result says as much as the error: a fault of debootc needs its stack, and who cancelled a build expects no
 * result on the screen.
 */
function isOrdinary(error: unknown): boolean {
  return error instanceof DebootcError && !["internal-fault", "cancelled"].includes(error.code);
}
