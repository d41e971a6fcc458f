import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { secondsOf } from "@debootc/core/document/limit-text";
import type { PlacedStep } from "@debootc/core/scenario/load-scenario";
import type { ScenarioStep } from "@debootc/core/scenario/scenario-schema";
import { setTimeout as sleep } from "node:timers/promises";
import { pushFiles } from "../repository/push-files.ts";
import type { Session } from "../session/session.ts";
import { awaitExpected, expectedText } from "./await-expected.ts";

interface Played {
  readonly session: Session;
  readonly reporterOf: (node: string) => Reporter;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Does the steps of a scenario, one after the other. Throws `scenario-failed` with the place of the step that failed. */
export async function playScenario(steps: readonly PlacedStep[], played: Played): Promise<void> {
  for (const [index, { step, place }] of steps.entries()) {
    const report = played.reporterOf(`step-${index + 1}`);
    const [title, phase] = [titleOf(step), "scenario"];
    const begun = played.now();
    const seconds = () => (played.now() - begun) / 1000;
    report({ type: "node", state: "started", title, phase });
    try {
      await doStep(step, played);
      report({ type: "node", state: "finished", title, phase, seconds: seconds() });
    } catch (error) {
      report({ type: "node", state: "failed", title, phase, seconds: seconds() });
      if (!(error instanceof DebootcError) || error.code === "cancelled") throw error;
      const { message, hint } = error;
      throw new DebootcError("scenario-failed", `step ${index + 1} of the scenario failed`, {
        diagnostics: [{ ...place, message, ...(hint === undefined ? {} : { hint }) }],
        cause: error,
      });
    }
  }
}

async function doStep(step: ScenarioStep, { session, now, signal }: Played): Promise<void> {
  const { github, parts, repository, owner } = session;
  const inRepository = { repository };
  if (step.push !== undefined) await pushFiles(session.copy, step.push);
  else if (step.comment !== undefined) {
    const { on: issue, body, author = owner } = step.comment;
    await github.steps({ do: "comment", ...inRepository, issue, author, body });
  } else if (step["open-pull-request"] !== undefined) {
    const { branch, base, author = owner } = step["open-pull-request"];
    const on = base === undefined ? {} : { base };
    await github.steps({ do: "open-pull-request", ...inRepository, author, branch, ...on });
  } else if (step.github !== undefined) await github.steps(step.github);
  else if (step.faults !== undefined) await github.steps({ do: "plan-faults", faults: step.faults });
  else if (step.kill !== undefined) await parts.kill(step.kill);
  else if (step.start !== undefined) await parts.start(step.start);
  else if (step.freeze !== undefined) parts.freeze(step.freeze);
  else if (step.thaw !== undefined) parts.thaw(step.thaw);
  else if (step.wait !== undefined) await sleep((secondsOf(step.wait) ?? 0) * 1000, undefined, { signal });
  else if (step.expect !== undefined) await awaitExpected(step.expect, { session, now, signal });
}

function titleOf(step: ScenarioStep): string {
  const { push, comment, github, faults, expect } = step;
  const pull = step["open-pull-request"];
  if (push !== undefined) return push.message ?? `push ${Object.keys(push.files ?? {}).join(", ")}`;
  if (comment !== undefined) return `comment on #${comment.on}: ${comment.body}`;
  if (pull !== undefined) return `open a pull request of ${pull.branch}`;
  if (github !== undefined) return `${github.do} at GitHub`;
  if (faults !== undefined) return `plan ${faults.length} faults of GitHub`;
  if (expect !== undefined) return `expect ${expectedText(expect)}`;
  const words = ["kill", "start", "freeze", "thaw", "wait"] as const;
  return words.flatMap((word) => (step[word] === undefined ? [] : [`${word} ${step[word]}`])).join("");
}
