import { DebootcError } from "@debootc/core/error/debootc-error";
import type { InsideCommand, RootAccess } from "./api.ts";
import { type HookName } from "./hook.ts";
import {
  type HookQuestion,
  hookQuestionSchema,
  type HookReply,
  type RootAction,
  type RootOutcome,
} from "./hook-talk.ts";
import type { HookPort, PluginHooks } from "./plugin-hooks.ts";
import { resultFiles } from "./result-files.ts";

/**
 * Answers a worker that asks what plugins want to have done in the root that it has. Plugins run here, as the user who
 * builds: root's part of it is the worker's alone.
 */
export function answerHooks(
  hooks: PluginHooks,
  directory: string,
): (question: unknown) => Promise<HookReply> {
  let turn: HookTurn | undefined;
  return async (question) => {
    const asked: HookQuestion = hookQuestionSchema.parse(question);
    if ("hook" in asked) turn = beginTurn(asked.hook, asked.details, hooks, directory);
    else turn?.settle(asked.did);
    if (turn === undefined) throw new DebootcError("internal-fault", "no hook's turn has come");
    return turn.next();
  };
}

/** One hook, whose wishes are handed out one by one. */
interface HookTurn {
  readonly next: () => Promise<HookReply>;
  readonly settle: (outcome: RootOutcome) => void;
}

interface Wish {
  readonly action: RootAction;
  readonly settle: (outcome: RootOutcome) => void;
}

function beginTurn(
  name: HookName,
  details: Readonly<Record<string, unknown>>,
  hooks: PluginHooks,
  directory: string,
): HookTurn {
  const wishes: Wish[] = [];
  let current: Wish | undefined;
  let wake: () => void = () => {};
  const perform = (action: RootAction) =>
    new Promise<RootOutcome>((settle) => {
      wishes.push({ action, settle });
      wake();
    });
  let isOver = false;
  const call = hooks
    .call(name, details, portOf(perform, directory))
    .finally(() => {
      isOver = true;
      wake();
    });
  // The worker hears of it when it asks the next time.
  call.catch(() => {});
  return {
    settle: (outcome) => current?.settle(outcome),
    next: async () => {
      while (!isOver && wishes.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      current = isOver ? undefined : wishes.shift();
      if (current !== undefined) return { kind: "do", action: current.action };
      await call;
      return { kind: "over" };
    },
  };
}

/** How a plugin asks for what is done in the root: one thing after the other, and nothing when its time is over. */
function portOf(perform: (action: RootAction) => Promise<RootOutcome>, directory: string): HookPort {
  return (signal, mostSeconds): RootAccess => {
    const files = resultFiles(directory);
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
    `${tool} ended with exit status ${exitStatus} in the build root: ${said}`,
  );
}
