import { errorCodes, type ErrorCode } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Run } from "@debootc/pipeline/engine/with-run";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { isRunOver, type RunState, runStates } from "@debootc/core/task/run-state";
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { askHub } from "./ask-hub.ts";
import { LogTails } from "./log-tails.ts";
import { runDetailsAnswer, type taskAnswer, whyAnswer } from "./hub-answers.ts";

export type RunDetails = z.output<typeof runDetailsAnswer>;
export type TaskAnswer = z.output<typeof taskAnswer>;

interface Following {
  readonly access: HubAccess;
  readonly run: number;
  /** The run of this command, in which that of the hub is shown. */
  readonly shownBy: Pick<Run, "begin" | "reporterOf">;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** How often the hub is asked, and how long one that does not answer is waited for, in milliseconds. */
  readonly pollMs?: number;
  readonly patience?: number;
}

/** Tasks are asked for the reason why they wait: so many of them, and each so seldom. */
const mostAsked = 10;
const askEveryMs = 5000;

/** Shows a run of a hub as events, a node for each task, until it is over; returns what it came to. */
export async function followRun(following: Following): Promise<RunDetails> {
  const { access, run, shownBy, signal, clock, pollMs = 1000, patience = 120_000 } = following;
  const shown = new ShownTasks(shownBy);
  await using tails = new LogTails(access, signal, (task, line) =>
    shownBy.reporterOf(task)({ type: "log", line }),
  );
  let silentSince: number | undefined;
  for (;;) {
    try {
      const details = await askHub(access, runDetailsAnswer, { path: `/runs/${run}`, signal });
      silentSince = undefined;
      shownBy.begin(`run ${run}`);
      for (const task of details.tasks) {
        shown.show(task);
        if (task.state === "RUNNING") tails.follow(task.id, task.name);
      }
      if (isOver(details.run.state)) {
        await tails.end();
        return details;
      }
      await shown.explain(clock().getTime(), (id) =>
        askHub(access, whyAnswer, { path: `/tasks/${id}/why`, signal }).then(({ message }) => message),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DebootcError) || error.code !== "hub-unreachable") throw error;
      silentSince ??= clock().getTime();
      if (clock().getTime() - silentSince >= patience) throw error;
    }
    await sleep(pollMs, undefined, { signal });
  }
}

/** A state of the future counts as one in which something may still happen. */
function isOver(state: string): boolean {
  return (runStates as readonly string[]).includes(state) && isRunOver(state as RunState);
}

/** Shows tasks as nodes, and each change of a task once. */
class ShownTasks {
  readonly #shownBy: Pick<Run, "reporterOf">;
  readonly #known = new Map<string, { readonly task: TaskAnswer; step: string; askedAt: number }>();

  constructor(shownBy: Pick<Run, "reporterOf">) {
    this.#shownBy = shownBy;
  }

  show(task: TaskAnswer): void {
    const { name, kind, state, attempt, failure } = task;
    const before = this.#known.get(name);
    if (before?.task.state === state && before.task.attempt === attempt) return;
    const report = this.#shownBy.reporterOf(name);
    const node = { type: "node", title: titleOf(task), phase: kind } as const;
    const wasOpen = before !== undefined && isOpen(before.task.state);
    if (isOpen(state) && !wasOpen) report({ ...node, state: "started" });
    this.#known.set(name, { task, step: "", askedAt: 0 });
    if (isOpen(state)) {
      const again =
        failure === null || state === "RUNNING" ? "" : `; attempt ${attempt} failed: ${failure.message}`;
      const words = state === "RUNNING" ? (attempt > 1 ? `attempt ${attempt}` : "running") : "waits";
      return this.#step(name, `${words}${again}`);
    }
    // What was over when it was first seen is shown as well.
    if (before === undefined) report({ ...node, state: "started" });
    if (state === "COMPLETED") report({ ...node, state: "finished" });
    else if (state === "FAILED") report({ ...node, state: "failed", ...errorOf(task) });
    else report({ ...node, state: "skipped", reason: "canceled" });
  }

  /** Asks of some tasks that wait what they wait for. */
  async explain(now: number, why: (task: number) => Promise<string>): Promise<void> {
    const waiting = [...this.#known.values()].filter(
      ({ task, askedAt }) =>
        (task.state === "FREE" || task.state === "ASSIGNED") && now - askedAt >= askEveryMs,
    );
    for (const entry of waiting.slice(0, mostAsked)) {
      entry.askedAt = now;
      this.#step(entry.task.name, `waits: ${await why(entry.task.id)}`);
    }
  }

  #step(name: string, step: string): void {
    const entry = this.#known.get(name);
    if (entry === undefined || entry.step === step) return;
    entry.step = step;
    this.#shownBy.reporterOf(name)({ type: "progress", step });
  }
}

function isOpen(state: string): boolean {
  return state === "FREE" || state === "ASSIGNED" || state === "RUNNING";
}

function titleOf({ kind, name }: TaskAnswer): string {
  return kind === "leg" || kind === name ? name : `${kind} ${name}`;
}

function errorOf({ failure }: TaskAnswer) {
  if (failure === null) return {};
  const code = (failure.code in errorCodes ? failure.code : "hub-task-failed") as ErrorCode;
  return {
    error: {
      ...{ code, class: errorCodes[code].class, message: failure.message, diagnostics: [] },
    },
  };
}
