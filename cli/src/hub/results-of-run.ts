import type { HubAccess } from "@debootc/core/request/orchestrator/hub-requests";
import * as z from "zod";
import { askHub } from "./ask-hub.ts";
import type { RunDetails } from "./follow-run.ts";

/** Says where what a run has made can be found. */
export interface RunResults {
  /** The page of the workflow run of GitHub that has the artifacts of the whole compose. */
  readonly artifacts?: string;
  /** The page of releases, if the run ended in one. */
  readonly releases?: string;
}

const taskDetails = z.looseObject({
  attempts: z.array(z.looseObject({ githubRunId: z.number().nullable() })),
});

/** Finds the places: of the task that joined the legs, else of the last leg that completed. */
export async function resultsOfRun(
  access: HubAccess,
  { tasks }: RunDetails,
  pages: string | undefined,
  signal: AbortSignal,
): Promise<RunResults> {
  if (pages === undefined) return {};
  const completed = tasks.filter(({ state }) => state === "COMPLETED");
  const last = completed.findLast(({ kind }) => kind === "assemble" || kind === "leg");
  const isReleased = completed.some(({ kind }) => kind === "release");
  const releases = isReleased ? { releases: `${pages}/releases` } : {};
  if (last === undefined) return releases;
  const { attempts } = await askHub(access, taskDetails, { path: `/tasks/${last.id}`, signal });
  const run = attempts.at(-1)?.githubRunId ?? undefined;
  return { ...releases, ...(run === undefined ? {} : { artifacts: `${pages}/actions/runs/${run}` }) };
}
