import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import * as z from "zod";
import { askHub } from "./ask-hub.ts";
import { pageAnswer } from "./hub-answers.ts";
import type { RunDetails } from "./follow-run.ts";

/** Says where what a run has made can be found. */
export interface RunResults {
  /** The page of the workflow run of GitHub that has the artifacts of the whole compose. */
  readonly artifacts?: string;
  /** The page of the release, if the run ended in one. */
  readonly release?: string;
}

const taskDetails = z.looseObject({
  attempts: z.array(z.looseObject({ githubRunId: z.number().nullable() })),
});

const releaseAnswer = z.looseObject({ run: z.number(), url: z.string().nullable() });

/** Finds the places: of the task that joined the legs, else of the last leg that completed. */
export async function resultsOfRun(
  access: HubAccess,
  { run: { id, repository }, tasks }: RunDetails,
  pages: string | undefined,
  signal: AbortSignal,
): Promise<RunResults> {
  const completed = tasks.filter(({ state }) => state === "COMPLETED");
  const last = completed.findLast(({ kind }) => kind === "assemble" || kind === "leg");
  const url = completed.some(({ kind }) => kind === "release")
    ? await releaseOf(access, { id, repository }, signal)
    : undefined;
  const release = url === undefined ? {} : { release: url };
  if (last === undefined || pages === undefined) return release;
  const { attempts } = await askHub(access, taskDetails, { path: `/tasks/${last.id}`, signal });
  const run = attempts.at(-1)?.githubRunId ?? undefined;
  return { ...release, ...(run === undefined ? {} : { artifacts: `${pages}/actions/runs/${run}` }) };
}

async function releaseOf(
  access: HubAccess,
  { id, repository }: { readonly id: number; readonly repository: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = { repository, state: "published", limit: 50 };
  const { items } = await askHub(access, pageAnswer(releaseAnswer), { path: "/releases", query, signal });
  return items.find(({ run }) => run === id)?.url ?? undefined;
}
