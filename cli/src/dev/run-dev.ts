import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubDevRequest } from "@debootc/core/request/orchestrator/hub-dev-request";
import { loadScenario } from "@debootc/core/scenario/load-scenario";
import { withRun } from "@debootc/pipeline/engine/with-run";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { readFile } from "node:fs/promises";
import { awaitEnd } from "./await-end.ts";
import { type DevResult, devResult } from "./dev-result.ts";
import { followSession } from "./follow/follow-session.ts";
import { readyFacts } from "./ready-facts.ts";
import { playScenario } from "./scenario/play-scenario.ts";
import { startSession } from "./start-session.ts";

/**
 * Runs a stand-in for GitHub, a hub and its agents until what is waited for is over, or until the signal, and ends them
 * all. The signal is how a session without an aim ends, so that it is no failure there.
 */
export async function runDev(
  request: HubDevRequest,
  deps: Pick<PipelineDependencies, "emit" | "signal" | "clock">,
): Promise<DevResult> {
  const { signal, clock } = deps;
  return withRun(deps, async ({ held, begin, report, reporterOf }) => {
    const { scenario } = request;
    const steps = scenario === undefined ? undefined : loadScenario(await readScenario(scenario), scenario);
    begin();
    const now = () => clock().getTime();
    const over = new AbortController();
    const lasting = AbortSignal.any([signal, over.signal]);
    const session = await startSession(request, { held, reporterOf, now, signal });
    report(readyFacts(session, request));
    const told = followSession({ ...session, reporterOf, now, signal: lasting });
    held.defer(async () => {
      over.abort();
      await told.catch(() => {});
    });
    const aim = async () => {
      if (steps !== undefined) await playScenario(steps, { session, reporterOf, now, signal: lasting });
      if (request.until !== undefined) await awaitEnd(request.until, session, lasting);
      if (steps === undefined && request.until === undefined) await aborted(signal);
    };
    // What can be told no more ends the session; that all is told does not.
    const untold = told.then(() => new Promise<never>(() => {}));
    await Promise.race([aim(), session.broken, untold]);
    return devResult(request, session);
  });
}

async function readScenario(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new DebootcError("usage", `cannot read the scenario ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
