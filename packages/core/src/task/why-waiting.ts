import { isRunOver, type RunState } from "./run-state.ts";
import { isActive, isOver, type TaskState } from "./task-state.ts";

/** Holds everything that decides why a task does not go on. */
export interface WaitingFacts {
  readonly now: Date;
  readonly task: {
    readonly state: TaskState;
    readonly since: Date;
    /** When it may be assigned next. */
    readonly dueAt: Date;
    readonly attempt: number;
    readonly runsOn: readonly string[];
    /** What ended the last attempt. */
    readonly failure?: string | undefined;
  };
  readonly run: { readonly id: number; readonly state: RunState; readonly since: Date; readonly sha: string };
  readonly repository: { readonly name: string; readonly state: "active" | "archived" | "removed" };
  readonly installation: { readonly account: string; readonly state: "active" | "suspended" | "removed" };
  /** The tasks that it needs and that are not done. */
  readonly unmet: readonly { readonly id: number; readonly name: string; readonly state: TaskState }[];
  /** How many tasks are under way, and how many may be at once. */
  readonly active: number;
  readonly mostActive: number;
  /** The dispatch that carries the current attempt. */
  readonly dispatch?: DispatchFacts | undefined;
  /** Until when GitHub must not be called. */
  readonly blockedUntil?: Date | undefined;
  /** Why its job has no runner, if it is on the fleet and GitHub has queued the job: `fleet/why-not-placed.ts`. */
  readonly placing?: WhyWaiting | undefined;
}

interface DispatchFacts {
  readonly state: "wanted" | "unsure" | "sent" | "refused";
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** Set once GitHub has named its job. */
  readonly jobId: number | null;
  /** What the last try to send it ended with, and when the next one is due. */
  readonly lastError?: string | undefined;
  readonly dueAt?: Date | undefined;
}

export const waitingKinds = [
  "over",
  "running",
  "planning",
  "approval",
  "run-over",
  "repository",
  "installation",
  "needs",
  "back-off",
  "capacity",
  "turn",
  "rate-limit",
  "dispatch",
  "dispatch-unsure",
  "dispatch-refused",
  "job",
  "runner",
  "no-host",
  "hosts-closed",
  "hosts-silent",
  "hosts-full",
  "placed",
  "registering",
  "starting",
  "settling",
  "placing-pause",
] as const;

/** Says what a task waits for. */
export interface WhyWaiting {
  readonly kind: (typeof waitingKinds)[number];
  readonly message: string;
  /** Since when this is so, as far as it is known. */
  readonly since: Date;
  /** When it goes on by itself. */
  readonly until?: Date;
}

/** Explains why a task does not go on: the one reason that has to go away first. */
export function whyWaiting(facts: WaitingFacts): WhyWaiting {
  const { task } = facts;
  if (isOver(task.state)) return { kind: "over", message: `it is ${task.state}`, since: task.since };
  if (task.state === "RUNNING") {
    return { kind: "running", message: `attempt ${task.attempt} runs`, since: task.since };
  }
  return isActive(task.state) ? whyAssigned(facts) : (runReason(facts) ?? whyFree(facts));
}

/** Returns what holds up the whole run. */
function runReason({ run, repository, installation, task }: WaitingFacts): WhyWaiting | undefined {
  const { since } = run;
  if (run.state === "PLANNING") {
    return { kind: "planning", message: `run ${run.id} is being planned`, since };
  }
  if (run.state === "WAITING") {
    const message = `run ${run.id} waits until somebody with write access approves commit ${run.sha}`;
    return { kind: "approval", message, since };
  }
  if (isRunOver(run.state)) return { kind: "run-over", message: `run ${run.id} is ${run.state}`, since };
  if (repository.state !== "active") {
    const message = `the repository ${repository.name} is ${repository.state}`;
    return { kind: "repository", message, since: task.since };
  }
  if (installation.state !== "active") {
    const message = `the installation of the App at ${installation.account} is ${installation.state}`;
    return { kind: "installation", message, since: task.since };
  }
  return undefined;
}

/** So many needs are named; the others are counted. */
const mostNamed = 5;

function whyFree({ now, task, unmet, active, mostActive }: WaitingFacts): WhyWaiting {
  const { since } = task;
  if (unmet.length > 0) {
    const named = unmet.slice(0, mostNamed).map(({ id, name, state }) => `${name} (task ${id}, ${state})`);
    const more = unmet.length > mostNamed ? ` and ${unmet.length - mostNamed} more` : "";
    return { kind: "needs", message: `it needs ${named.join(", ")}${more}`, since };
  }
  if (task.dueAt > now) {
    const failed = task.failure === undefined ? "" : `: ${task.failure}`;
    const message = `attempt ${task.attempt} failed and the next one comes after a pause${failed}`;
    return { kind: "back-off", message, since, until: task.dueAt };
  }
  if (active >= mostActive) {
    const message = `${active} tasks are under way, and the hub starts no more than ${mostActive} at once`;
    return { kind: "capacity", message, since };
  }
  return { kind: "turn", message: "it can start, and is assigned in the next round", since };
}

function whyAssigned({ now, task, dispatch, blockedUntil, placing }: WaitingFacts): WhyWaiting {
  if (dispatch === undefined) {
    const message = "it is assigned, but no dispatch carries its attempt; `orchestrator db check` says more";
    return { kind: "dispatch", message, since: task.since };
  }
  const since = dispatch.sentAt ?? dispatch.createdAt;
  if (dispatch.state === "refused") {
    return { kind: "dispatch-refused", message: `GitHub refused its workflow${errorOf(dispatch)}`, since };
  }
  if (dispatch.state === "sent") {
    return dispatch.jobId !== null && placing !== undefined
      ? placing
      : whySent(task.runsOn, dispatch.jobId, since);
  }
  if (blockedUntil !== undefined && blockedUntil > now) {
    const message = "GitHub must not be called before its rate limit is reset";
    return { kind: "rate-limit", message, since, until: blockedUntil };
  }
  const next = dispatch.dueAt !== undefined && dispatch.dueAt > now ? { until: dispatch.dueAt } : {};
  if (dispatch.state === "unsure") {
    const message = `the call that starts its workflow had no answer: the hub looks whether GitHub took it${errorOf(dispatch)}`;
    return { kind: "dispatch-unsure", message, since, ...next };
  }
  return {
    kind: "dispatch",
    message: `GitHub is about to be asked to start its workflow${errorOf(dispatch)}`,
    since,
    ...next,
  };
}

function whySent(runsOn: readonly string[], jobId: number | null, since: Date): WhyWaiting {
  if (jobId === null) {
    const message = "its workflow was started, and GitHub has not yet reported a job for it";
    return { kind: "job", message, since };
  }
  const message = `GitHub has queued job ${jobId}, which waits for a runner with the labels ${runsOn.join(", ")}`;
  return { kind: "runner", message, since };
}

function errorOf({ lastError }: DispatchFacts): string {
  return lastError === undefined ? "" : `; the last try failed: ${lastError}`;
}
