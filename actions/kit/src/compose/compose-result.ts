import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { uploadCompose } from "../artifacts/upload-compose.ts";
import type { ActionContext, ActionResult } from "../run/run-action.ts";
import { outputsOf } from "./compose-outputs.ts";
import { composeSummary } from "./compose-summary.ts";
import { readLegFacts } from "./leg-facts.ts";

interface Wanted {
  readonly artifact?: string | undefined;
  readonly retentionDays?: number | undefined;
  readonly allowIncomplete: boolean;
}

/** Turns a finished compose into what its step leaves: outputs, a summary, and the artifact if one is wanted. */
export async function composeActionResult(
  result: ComposeResult,
  { artifact: name, retentionDays, allowIncomplete }: Wanted,
  { log, temporary, dependencies }: ActionContext,
): Promise<ActionResult> {
  refuseIncomplete(result, allowIncomplete, log);
  const legs = [];
  for (const leg of result.legs) legs.push({ leg, facts: await readLegFacts(result, leg) });
  const artifact =
    name === undefined
      ? undefined
      : await uploadCompose(result.directory, {
          name,
          retentionDays,
          temporary,
          signal: dependencies.signal,
        });
  return {
    outputs: outputsOf(result, legs.length === 1 ? legs[0]?.facts : undefined, artifact),
    summary: composeSummary(result, legs),
  };
}

/** Returns what a step leaves of whose compose all legs failed, if they may; else throws the error. */
export function nothingComposed(
  error: unknown,
  { allowIncomplete }: Pick<Wanted, "allowIncomplete">,
  { log }: Pick<ActionContext, "log">,
): ActionResult {
  if (!allowIncomplete || !(error instanceof DebootcError) || error.code !== "compose-incomplete")
    throw error;
  const hint = error.hint === undefined ? "" : `\nhint: ${error.hint}`;
  log.annotate("warning", `${error.message}${hint}`, { title: `debootc: ${error.code}` });
  return { outputs: { status: "DOOMED" } };
}

function refuseIncomplete(
  { composeId, failed }: ComposeResult,
  isAllowed: boolean,
  log: ActionContext["log"],
): void {
  if (failed === undefined) return;
  const message = `${composeId} is incomplete: ${failed.join(", ")} failed`;
  if (!isAllowed)
    throw new DebootcError("compose-incomplete", message, {
      hint: "Write allow-incomplete: true below with: to go on with what is there.",
    });
  log.annotate("warning", message, { title: "debootc: compose-incomplete" });
}
