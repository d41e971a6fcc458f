import { type ErrorCode, errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { FailureClass } from "@debootc/core/error/failure-class";
import type { ComposeCommandRequest } from "@debootc/core/request/compose-command-request";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { withRun } from "@debootc/pipeline/engine/with-run";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import * as z from "zod";
import type { InvocationFacts, Outcome } from "../door/command-door.ts";
import { hubRunSummary } from "./hub-run-summary.ts";
import { printable } from "../render/text/printable.ts";
import { programName } from "../screen/program-name.ts";
import { askHub } from "./ask-hub.ts";
import { changeAtHub } from "./change-at-hub.ts";
import { followRun, type RunDetails } from "./follow-run.ts";
import { pageAnswer, runAnswer } from "./hub-answers.ts";
import { type PushedCommit, pushedCommit } from "./pushed-commit.ts";
import { resultsOfRun } from "./results-of-run.ts";

interface Surroundings extends Pick<InvocationFacts, "ask"> {
  readonly emit: PipelineDependencies["emit"];
  readonly clock: () => Date;
  readonly signal: AbortSignal;
}

type HubComposeRequest = Pick<
  ComposeCommandRequest,
  "treefile" | "repository" | "variant" | "keyFile" | "detach"
> & {
  readonly hub: string;
  /** The architectures that were asked for, if any were. */
  readonly arches: readonly string[] | undefined;
};

/** Lets a hub compose the commit that is checked out, and shows how it gets on. */
export async function composeAtHub(
  request: HubComposeRequest,
  { emit, clock, signal, ask }: Surroundings,
): Promise<Outcome> {
  const { hub, keyFile, detach } = request;
  const access: HubAccess = { hub, keyFile };
  return withRun({ emit, clock, signal }, async (shownBy) => {
    const { run, pages } = await startRun(access, request, signal);
    if (detach) return detached(run);
    try {
      const details = await followRun({ access, run: run.id, shownBy, clock, signal });
      const results = await resultsOfRun(access, details, pages, signal);
      const failure = failureOf(details);
      if (failure !== undefined) shownBy.fail(failure);
      return {
        exitStatus: statusOf(details),
        result: { ...details, results },
        text: (canvas) => hubRunSummary(details, results, canvas),
      };
    } catch (error) {
      if (!signal.aborted) throw withNumber(error, run.id);
      shownBy.fail(error);
      return stopped(access, run.id, ask);
    }
  });
}

async function startRun(
  access: HubAccess,
  { treefile: file, repository, variant, arches }: HubComposeRequest,
  signal: AbortSignal,
) {
  const commit = await pushedCommit({ file, repository, signal });
  const pages = await repositoryPages(access, commit, signal);
  const run = await changeAtHub(access, runAnswer, {
    path: "/runs",
    body: {
      ...{ repository: commit.repository, ref: commit.ref, sha: commit.sha },
      ...(variant === undefined ? {} : { variants: variant }),
      ...(arches === undefined ? {} : { arches }),
    },
    signal,
  });
  return { run, pages };
}

function detached(run: z.output<typeof runAnswer>): Outcome {
  return {
    exitStatus: 0,
    result: { run },
    text: () => `run ${run.id} is ${run.state}; see it by: ${programName} orchestrator run ${run.id}\n`,
  };
}

/** Returns the address of the repository's pages. Throws `usage` if it is hosted elsewhere, `not-found` if the hub has none. */
async function repositoryPages(
  access: HubAccess,
  { repository, host }: PushedCommit,
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = { name: repository };
  const answer = pageAnswer(
    z.looseObject({ name: z.string(), state: z.string(), url: z.string().nullish() }),
  );
  const { items } = await askHub(access, answer, { path: "/repositories", query, signal });
  const found = items.find(({ state }) => state === "active");
  if (found === undefined) {
    throw new DebootcError(
      "not-found",
      `the hub looks after no active repository with the name ${repository}`,
      {
        hint: "Install the hub's App on it, or name another one by --repository OWNER/NAME.",
      },
    );
  }
  const pages = found.url ?? undefined;
  if (host === undefined || pages === undefined || hostsOf(pages).includes(host)) return pages;
  throw new DebootcError(
    "usage",
    `the branch is pushed to ${host}, but the hub takes ${repository} from ${new URL(pages).host}`,
    { hint: "If both have the same commits, name the repository: --repository OWNER/NAME." },
  );
}

/** An address of ssh has no port of the pages, and github.com takes ssh at another host as well. */
function hostsOf(pages: string): readonly string[] {
  const { host, hostname } = new URL(pages);
  return [host, hostname, `ssh.${hostname}`, `www.${hostname}`];
}

const statusOfClass: Readonly<Record<FailureClass, number>> = {
  package: errorCodes["build-failed"].exit,
  dependency: 31,
  infrastructure: errorCodes["hub-unreachable"].exit,
  configuration: 3,
  policy: 9,
  "time-out": errorCodes["timed-out"].exit,
  cancelled: errorCodes.cancelled.exit,
  fault: 1,
};

/** Returns the exit status that says how a run ended, as a compose on this machine would. */
export function statusOf(details: RunDetails): number {
  const { state } = details.run;
  if (state === "COMPLETED") return 0;
  if (state === "INCOMPLETE") return errorCodes["compose-incomplete"].exit;
  if (state === "CANCELED") return errorCodes.cancelled.exit;
  if (state === "SKIPPED") return errorCodes["hub-file-invalid"].exit;
  const failure = recordedFailure(details);
  if (failure === undefined) return 1;
  if (failure.code in errorCodes) return errorCodes[failure.code as ErrorCode].exit;
  const kind = failure["class"];
  return typeof kind === "string" && kind in statusOfClass ? statusOfClass[kind as FailureClass] : 1;
}

/** Returns what the stream of events is told of a run that did not do what it was to do. */
function failureOf(details: RunDetails): DebootcError | undefined {
  const { state, reason } = details.run;
  if (state === "COMPLETED" || state === "INCOMPLETE") return undefined;
  if (state === "CANCELED") return new DebootcError("cancelled", "the run was canceled at the hub");
  if (state === "SKIPPED") return new DebootcError("hub-file-invalid", reason ?? "the run was skipped");
  const { code = "", message = "the run failed" } = recordedFailure(details) ?? {};
  return new DebootcError(code in errorCodes ? (code as ErrorCode) : "hub-task-failed", message);
}

/** A task that may fail is not why the run did. */
function recordedFailure({ run, tasks }: RunDetails) {
  const failed = tasks.find(({ state, failure, ...task }) => {
    return state === "FAILED" && failure !== null && task["required"] !== false;
  });
  return run.failure ?? failed?.failure ?? undefined;
}

/** Asks whether the run is to be canceled as well: it goes on without this command. */
async function stopped(access: HubAccess, run: number, ask: Surroundings["ask"]): Promise<Outcome> {
  const exitStatus = errorCodes.cancelled.exit;
  const answer = await ask(`Cancel run ${run} at the hub as well? [y/N] `);
  if (!/^y(?:es)?$/i.test(answer ?? "")) {
    const text = `run ${run} goes on; cancel it by: ${programName} orchestrator cancel run ${run}\n`;
    return { exitStatus, result: { run, canceled: false }, text: () => text };
  }
  const signal = AbortSignal.timeout(30_000);
  try {
    const question = { method: "POST", path: `/runs/${run}/cancel`, signal } as const;
    const { state } = await askHub(access, runAnswer, question);
    return { exitStatus, result: { run, canceled: true }, text: () => `run ${run} is ${state}\n` };
  } catch (error) {
    // Thrown, it would be lost behind the reason why this command was stopped.
    const reason = (error as Error).message;
    const text = `run ${run} could not be canceled: ${printable(reason)}\n`;
    return { exitStatus, result: { run, canceled: false, reason }, text: () => text };
  }
}

/** Says of whatever ends the following that the run goes on. */
function withNumber(error: unknown, run: number): unknown {
  if (!(error instanceof DebootcError)) return error;
  return new DebootcError(error.code, error.message, {
    hint: `Run ${run} goes on: ${programName} orchestrator run ${run} shows it.`,
    cause: error,
  });
}
