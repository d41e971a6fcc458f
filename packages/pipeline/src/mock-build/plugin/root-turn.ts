import { DebootcError } from "@debootc/core/error/debootc-error";
import type { InsideCommand, RootAccess } from "./api.ts";
import type { HookReply, RootAction, RootOutcome } from "./hook-talk.ts";
import type { ResultFiles } from "./result-files.ts";

/** Gives access to a root that only a worker has, for as long as the signal allows. */
export type RootPort = (signal: AbortSignal, mostSeconds: number) => RootAccess;

/** Passes actions to the worker that has the root, one by one. */
export interface RootTurn {
  /** Returns the next action; rejects if the user of the root failed. */
  readonly next: () => Promise<HookReply>;
  readonly settle: (outcome: RootOutcome) => void;
}

interface Wish {
  readonly action: RootAction;
  readonly settle: (outcome: RootOutcome) => void;
}

/** Begins to use a root. What is copied out of it goes to `files`. */
export function beginTurn(files: ResultFiles, use: (port: RootPort) => Promise<void>): RootTurn {
  const wishes: Wish[] = [];
  let current: Wish | undefined;
  let wake: () => void = () => {};
  const perform = (action: RootAction) =>
    new Promise<RootOutcome>((settle) => {
      wishes.push({ action, settle });
      wake();
    });
  let isOver = false;
  const used = use(portOf(perform, files)).finally(() => {
    isOver = true;
    wake();
  });
  // The worker learns of a failure when it next asks.
  used.catch(() => {});
  return {
    settle: (outcome) => current?.settle(outcome),
    next: async () => {
      while (!isOver && wishes.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      current = isOver ? undefined : wishes.shift();
      if (current !== undefined) return { kind: "do", action: current.action };
      await used;
      return { kind: "over" };
    },
  };
}

/** Gives access to a root: one action at a time, and none after the time is over. */
function portOf(perform: (action: RootAction) => Promise<RootOutcome>, files: ResultFiles): RootPort {
  return (signal, mostSeconds) => {
    const ask = async (action: RootAction): Promise<RootOutcome> => {
      signal.throwIfAborted();
      const outcome = await perform(action);
      if (outcome.kind === "failed") throw new DebootcError("plugin-failed", outcome.message);
      return outcome;
    };
    return {
      runInside: async (command) => {
        const outcome = await ask(runAction(command, mostSeconds));
        if (outcome.kind !== "ran") throw new DebootcError("internal-fault", "the worker did something else");
        refuseStatus(command, outcome);
        const { stdout, stderr, exitStatus } = outcome;
        return { stdout, stderr, exitStatus };
      },
      copyOut: async (name, paths) => {
        if (paths.length === 0) return;
        const target = await files.place(name);
        await ask({ kind: "copy-out", target, paths: [...paths], timeoutSeconds: mostSeconds });
      },
      watchOpens: async () => void (await ask({ kind: "watch-opens" })),
      openedFiles: async () => {
        const outcome = await ask({ kind: "opened-files" });
        return outcome.kind === "opened" ? outcome.paths : [];
      },
    };
  };
}

function runAction(command: InsideCommand, mostSeconds: number): RootAction {
  const { tool, args = [], user = "builder", directory = "/", environment = {}, input } = command;
  return {
    kind: "run",
    tool,
    args: [...args],
    user,
    directory,
    environment,
    ...(input === undefined ? {} : { input }),
    timeoutSeconds: Math.min(command.timeoutSeconds ?? mostSeconds, mostSeconds),
  };
}

function refuseStatus(
  { tool, accept = [0] }: InsideCommand,
  { stdout, stderr, exitStatus }: Extract<RootOutcome, { kind: "ran" }>,
): void {
  if (accept === "all" || accept.includes(exitStatus)) return;
  const said = (stderr || stdout).trimEnd().split("\n").slice(-5).join("\n  ");
  throw new DebootcError(
    "tool-failed",
    `${tool} ended with exit status ${exitStatus} in the chroot: ${said}`,
  );
}
