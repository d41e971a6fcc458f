import type { Reporter } from "@debootc/core/event/event";
import { countOf } from "@debootc/core/text/amount";
import { refText } from "../../render/screens/hub-table.ts";
import type { RunDetails } from "../runs/run-reader.ts";
import type { Change } from "./hub-changes.ts";

interface Telling {
  readonly reporterOf: (node: string) => Reporter;
  /** Milliseconds, for how long something took. */
  readonly now: () => number;
}

/** Is what is known about what a change is about. */
interface Known {
  readonly details: RunDetails;
  /** The host and runner of the newest attempt, once a runner has the job. */
  readonly runner?: string | undefined;
  /** The file that has the log of the task. */
  readonly log?: string | undefined;
}

/** Tells the changes of runs and tasks as events: a node for each run and each task under way. */
export interface RunStory {
  readonly tell: (change: Change, known: Known) => void;
}

/** Begins a story in which nothing has happened yet. */
export function runStory({ reporterOf, now }: Telling): RunStory {
  const startedAt = new Map<string, number>();

  function start(node: string, title: string, phase: string): void {
    if (startedAt.has(node)) return;
    startedAt.set(node, now());
    reporterOf(node)({ type: "node", state: "started", title, phase });
  }

  function end(node: string, said: Ending): void {
    const since = startedAt.get(node);
    startedAt.delete(node);
    const seconds = since === undefined ? {} : { seconds: (now() - since) / 1000 };
    reporterOf(node)({ type: "node", ...said, ...seconds });
  }

  return {
    tell: (change, known) => {
      const told = change.task === null ? aboutRun(change, known) : aboutTask(change, known);
      if (told === undefined) return;
      const { node, title, phase } = told;
      if (told.ending === undefined) start(node, title, phase);
      if (told.step !== undefined) reporterOf(node)({ type: "progress", step: told.step });
      if (told.failure !== undefined) reporterOf(node)({ type: "diagnostic", diagnostic: told.failure });
      if (told.ending !== undefined) end(node, { title, phase, ...told.ending });
    },
  };
}

interface Ending extends Closing {
  readonly title: string;
  readonly phase: string;
}

interface Closing {
  readonly state: "finished" | "failed" | "skipped";
  readonly reason?: string;
}

interface Told {
  readonly node: string;
  readonly title: string;
  readonly phase: string;
  readonly step?: string;
  readonly ending?: Closing;
  readonly failure?: {
    readonly severity: "error" | "warning";
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  };
}

const canceled: Closing = { state: "skipped", reason: "canceled" };

function aboutRun({ to }: Change, { details: { run, tasks } }: Known): Told {
  const node = `run-${run.id}`;
  const title = `run ${run.id}: ${refText(run.ref)} ${run.sha.slice(0, 12)} by ${run.actor}`;
  const told = { node, title, phase: "run" };
  switch (to) {
    case "COMPLETED":
    case "INCOMPLETE":
      return { ...told, ending: { state: "finished" } };
    case "FAILED":
      return { ...told, ending: { state: "failed" }, ...failureOf(title, run.failure, "error") };
    case "CANCELED":
      return { ...told, ending: canceled };
    case "SKIPPED":
      return {
        ...told,
        ending: { state: "skipped", ...(run.reason === null ? {} : { reason: run.reason }) },
      };
    case "WAITING":
      return { ...told, step: "waits for the approval of its commit" };
    case "OPEN":
      return {
        ...told,
        step: `${countOf(tasks.length, "task")}: ${tasks.map(({ name }) => name).join(", ")}`,
      };
    default:
      return { ...told, step: "reads the configuration and the treefiles" };
  }
}

function aboutTask(change: Change, { details, runner, log }: Known): Told | undefined {
  const task = details.tasks.find(({ id }) => id === change.task);
  if (task === undefined) return undefined;
  const { name, kind, attempt, failure } = task;
  const told = { node: `task-${task.id}`, title: name, phase: kind };
  switch (change.to) {
    case "FREE": {
      // Before it was ever assigned there is nothing to tell.
      if (change.from === null) return undefined;
      const what = `attempt ${attempt} of ${name}: ${change.cause}`;
      return { ...told, step: "waits for another attempt", ...failureOf(what, failure, "warning") };
    }
    case "ASSIGNED":
      return { ...told, step: attempt > 1 ? `attempt ${attempt} waits for a runner` : "waits for a runner" };
    case "RUNNING":
      return { ...told, step: runner === undefined ? "runs" : `runs on ${runner}` };
    case "COMPLETED":
      return { ...told, ending: { state: "finished" } };
    case "FAILED":
      return { ...told, ending: { state: "failed" }, ...failureOf(name, failure, "error", log) };
    default:
      return { ...told, ending: canceled };
  }
}

function failureOf(
  what: string,
  failure: RunDetails["run"]["failure"],
  severity: "error" | "warning",
  log?: string,
): Pick<Told, "failure"> {
  if (failure === null) return {};
  const { code, message, hint } = failure;
  const hints = [
    ...(typeof hint === "string" ? [hint] : []),
    ...(log === undefined ? [] : [`Its log is ${log}.`]),
  ];
  return {
    failure: {
      ...{ severity, code, message: `${what}: ${message}` },
      ...(hints.length === 0 ? {} : { hint: hints.join(" ") }),
    },
  };
}
