import * as core from "@actions/core";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { checkRequest } from "@debootc/core/request/check-request";
import { withTypedPaths } from "@debootc/core/request/with-typed-paths";
import type { RequestSchema } from "@debootc/core/request/describe-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { pipelineEnvironment } from "@debootc/pipeline/door/pipeline-environment";
import { settingsPaths, userSettings } from "@debootc/pipeline/door/user-settings";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { homedir } from "node:os";
import { cacheOfJob, isUntrustedRun } from "../cache/cache-of-job.ts";
import type { ActionDefinition, ActionInputs, AnyAction } from "../definition/action-definition.ts";
import { inputsOf } from "../definition/inputs-of.ts";
import { credentialsIn } from "../inputs/credentials-in.ts";
import { secretsIn } from "../inputs/secrets-in.ts";
import { nameOfInput, readInputs } from "../inputs/read-inputs.ts";
import { type ActionLog, actionLog } from "../log/action-log.ts";
import { annotateFailure } from "../log/annotate-failure.ts";
import { githubRenderer } from "../log/github-renderer.ts";
import { logOfNode } from "../log/log-of-node.ts";
import { cancelOnSignals } from "./cancel-on-signals.ts";
import { completedValues, machineValues } from "./surroundings.ts";

/** Holds what an action gets besides its inputs. */
export interface ActionContext {
  readonly log: ActionLog;
  readonly dependencies: PipelineDependencies;
  readonly configuration: ReturnType<typeof configurationDirectories>;
  /** Directory of the checkout, to which paths are relative. */
  readonly workspace: string;
  /** A directory that goes with the job. */
  readonly temporary: string;
  /** What the runner says of the job, with its token where the action asks for one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the workflow gave a field of the request. */
  readonly isGiven: (field: string) => boolean;
  /** Whether nobody needs to trust who started this run, or who the work is for. */
  readonly isUntrusted: boolean;
}

/** Is what a step leaves: outputs by name, and a summary in Markdown. */
export interface ActionResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary?: string;
  /** Set if the step fails, although it leaves something. */
  readonly failure?: DebootcError;
}

const { env } = process;

/**
 * Runs an action: inputs become a request, then one call, then outputs and a summary. Whatever goes wrong becomes
 * annotations and the exit status of the step.
 */
export async function runAction<Request extends RequestSchema, Own extends RequestSchema>(
  action: ActionDefinition<Request, Own>,
  work: (inputs: ActionInputs<Request, Own>, context: ActionContext) => Promise<ActionResult>,
): Promise<void> {
  const log = actionLog();
  const workspace = env["GITHUB_WORKSPACE"] ?? process.cwd();
  const signal = cancelOnSignals(process);
  try {
    const given = givenInputs(action);
    for (const secret of [...credentialsIn(given), ...secretsIn(action, given)]) core.setSecret(secret);
    const values = readInputs(action, given);
    const settings = await userSettings(env, homedir(), settingsPaths(homedir(), env));
    if (settings.refusal !== undefined) throw settings.refusal;
    const machine = machineValues(env);
    const door = { directory: workspace, nameOf: nameOfInput };
    const { request: own } = checkRequest(action.own, values.own, door);
    const completed = completedValues(action.request, values.request, { settings: settings.given, machine });
    const isUntrusted = await isUntrustedRun(env);
    // Who writes `untrusted: false` has thought about it; the cache of GitHub stays read-only all the same.
    if (isUntrusted && "untrusted" in action.request.shape) completed["untrusted"] ??= true;
    const { request, typed } = checkRequest(action.request, completed, door);
    const remoteCache = cacheOfJob({ request, own, workspace, isUntrusted, environment: env, log });
    const dependencies = {
      ...(remoteCache === undefined ? {} : { remoteCache }),
      emit: githubRenderer(log, workspace, logsOf(request)),
      signal,
      clock: () => new Date(),
      environment: pipelineEnvironment(env, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
    };
    const context: ActionContext = {
      ...{ log, dependencies, workspace, environment: env },
      configuration: configurationDirectories(settings.files),
      temporary: env["RUNNER_TEMP"] ?? "/tmp",
      isGiven: (field) => values.request[field] !== undefined,
      isUntrusted: isUntrusted || completed["untrusted"] === true,
    };
    const result = await work({ request, own }, context).catch((error: unknown) => {
      throw withTypedPaths(error, typed);
    });
    await leave(result);
    if (result.failure !== undefined) throw result.failure;
  } catch (error) {
    process.exitCode = annotateFailure(log, signal.aborted ? signal.reason : error, {
      workspace,
      inputs: inputsOf(action),
    });
  } finally {
    // A request that nobody waits for any more, of a service that does not answer, must not hold the step.
    setTimeout(() => process.exit(), 1000).unref();
  }
}

/** A composite hands all of its inputs on as one JSON text; an action that is used by itself has each as its own. */
function givenInputs(action: AnyAction): string {
  const all = core.getInput("inputs");
  if (all !== "") return all;
  return JSON.stringify(Object.fromEntries(inputsOf(action).map(({ name }) => [name, core.getInput(name)])));
}

/** A run that has an output directory keeps the logs of its steps there. */
function logsOf({ outputDir }: Readonly<Record<string, unknown>>): ReturnType<typeof logOfNode> | undefined {
  return typeof outputDir === "string" ? logOfNode(outputDir) : undefined;
}

const largestSummary = 1024 * 1024;

async function leave({ outputs, summary }: ActionResult): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  if (summary === undefined || env["GITHUB_STEP_SUMMARY"] === undefined) return;
  const fits = Buffer.byteLength(summary) < largestSummary;
  await core.summary.addRaw(fits ? summary : "The summary is larger than GitHub takes.\n").write();
}
