import { DebootcError } from "@debootc/core/error/debootc-error";
import { errorCodes } from "@debootc/core/error/codes";
import { failureTitle } from "@debootc/core/error/failure-title";
import { inspect } from "node:util";
import { type ActionInput, inputName } from "../definition/inputs-of.ts";
import type { ActionLog } from "./action-log.ts";
import { annotateDiagnostic } from "./annotate-diagnostic.ts";

interface Reader {
  readonly workspace: string;
  readonly inputs: readonly ActionInput[];
}

/** Reports a failure: each finding at its place, then the conclusion and what to do. Returns the exit status of the step. */
export function annotateFailure(log: ActionLog, error: unknown, { workspace, inputs }: Reader): number {
  if (!(error instanceof DebootcError) || error.code === "internal-fault") {
    log.lines(error instanceof Error ? inspect(error) : String(error));
    log.conclude(
      "this is a fault of debootc, not of the workflow: please report it with the lines above",
      failureTitle("internal-fault"),
    );
    return errorCodes["internal-fault"].exit;
  }
  for (const diagnostic of error.diagnostics) annotateDiagnostic(log, diagnostic, workspace);
  const hint = error.hint === undefined ? "" : `\nhint: ${error.hint}`;
  log.conclude(inWordsOfInputs(`${error.message}${hint}`, inputs), failureTitle(error.code));
  return error.exitStatus;
}

/** Returns a message in the words of a workflow: what the command line calls `--output-dir` is the input output-dir. */
export function inWordsOfInputs(text: string, inputs: readonly ActionInput[]): string {
  const names = new Map(inputs.map(({ field, name }) => [inputName(field, {}), name]));
  return text.replaceAll(/(?<![\w-])--([a-z][a-z-]*[a-z])/g, (flag, word: string) => names.get(word) ?? flag);
}
