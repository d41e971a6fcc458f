import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import type { PushResult } from "@debootc/core/registry/push-record";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { dirname } from "node:path";
import { uploadCompose } from "../artifacts/upload-compose.ts";
import { outputsOfPushes } from "../push/push-outputs.ts";
import { pushTargets } from "../push/push-targets.ts";
import { pushWanted } from "../push/push-wanted.ts";
import type { ActionContext, ActionResult } from "../run/run-action.ts";
import { outputsOf } from "./compose-outputs.ts";
import { composeSummary } from "./compose-summary.ts";
import { readLegFacts } from "./leg-facts.ts";

interface Wanted {
  readonly artifact?: string | undefined;
  readonly retentionDays?: number | undefined;
  readonly allowIncomplete: boolean;
  readonly push?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly signKeyless: boolean;
  readonly registryUsername?: string | undefined;
  readonly registryToken?: string | undefined;
}

/**
 * Turns a finished compose into what its step leaves: outputs, a summary, the artifact if one is wanted, and last of all what
 * others see, the images in a registry.
 */
export async function composeActionResult(
  result: ComposeResult,
  wanted: Wanted,
  context: ActionContext,
): Promise<ActionResult> {
  const { artifact: name, retentionDays, allowIncomplete } = wanted;
  const { log, temporary, dependencies } = context;
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
  const pushed = await pushCompose(result, wanted, context);
  return {
    outputs: {
      ...outputsOf(result, legs.length === 1 ? legs[0]?.facts : undefined, artifact),
      ...outputsOfPushes(pushed),
    },
    summary: composeSummary(result, legs, pushed),
  };
}

async function pushCompose(
  { composeId, directory, legs, leftOut }: ComposeResult,
  { push, ...wish }: Wanted,
  context: ActionContext,
): Promise<readonly PushResult[]> {
  if (push === undefined) return [];
  if (leftOut !== undefined)
    throw new DebootcError("usage", `cannot push ${composeId}: it is stopped, not finished`, {
      hint: "Leave out the input push, or do not leave out phases and steps that a compose is published with.",
    });
  const targets = pushTargets(
    push,
    legs.map(({ variant }) => variant),
  );
  const outputDir = dirname(directory);
  const jobs = targets.map(({ variant, to }) => ({
    image: placeIn(outputDir, `${composeId}/${variant}`),
    to,
  }));
  return pushWanted(jobs, { ...wish, outputDir }, context);
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
