import { DebootcError } from "@debootc/core/error/debootc-error";
import { type HookQuestion, hookQuestionSchema, type HookReply } from "./hook-talk.ts";
import type { PluginHooks } from "./plugin-hooks.ts";
import type { ResultFiles } from "./result-files.ts";
import { beginTurn, type RootPort, type RootTurn } from "./root-turn.ts";

/**
 * Answers a worker that asks what plugins want done in its root. Plugins run here, as the user who builds; only the
 * worker acts as root.
 */
export function answerHooks(hooks: PluginHooks): (question: unknown) => Promise<HookReply> {
  return answerTurns((question) =>
    "hook" in question
      ? beginTurn(hooks.results, (port) => hooks.call(question.hook, question.details, port))
      : undefined,
  );
}

/** Answers a worker whose only task is to provide a root. */
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
    if (turn === undefined)
      throw new DebootcError("internal-fault", "the worker answered before any hook began");
    return turn.next();
  };
}
