import { DebootcError } from "@debootc/core/error/debootc-error";
import { type HookQuestion, hookQuestionSchema, type HookReply } from "./hook-talk.ts";
import type { PluginHooks } from "./plugin-hooks.ts";
import type { ResultFiles } from "./result-files.ts";
import { beginTurn, type RootPort, type RootTurn } from "./root-turn.ts";

/**
 * Answers a worker that asks what plugins want to have done in the root that it has. Plugins run here, as the user who
 * builds: root's part of it is the worker's alone.
 */
export function answerHooks(hooks: PluginHooks): (question: unknown) => Promise<HookReply> {
  return answerTurns((question) =>
    "hook" in question
      ? beginTurn(hooks.results, (port) => hooks.call(question.hook, question.details, port))
      : undefined,
  );
}

/** Answers a worker whose whole work is to have a root for somebody. */
export function answerUse(
  files: ResultFiles,
  use: (port: RootPort) => Promise<void>,
): (question: unknown) => Promise<HookReply> {
  return answerTurns((question) => ("fresh" in question ? beginTurn(files, use) : undefined));
}

function answerTurns(begin: (question: HookQuestion) => RootTurn | undefined) {
  let turn: RootTurn | undefined;
  return async (question: unknown): Promise<HookReply> => {
    const asked = hookQuestionSchema.parse(question);
    if ("did" in asked) turn?.settle(asked.did);
    else turn = begin(asked);
    if (turn === undefined) throw new DebootcError("internal-fault", "the worker's turn has not come");
    return turn.next();
  };
}
