import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import * as z from "zod";
import { askHub } from "../../hub/ask-hub.ts";
import { pageAnswer, runAnswer, runDetailsAnswer, taskAnswer } from "../../hub/hub-answers.ts";

/** Is a run with its tasks as the hub shows it. */
export type RunDetails = z.output<typeof runDetailsAnswer>;

/** Asks the hub about runs. */
export interface RunReader {
  readonly run: (id: number) => Promise<RunDetails>;
  /** Returns the newest run that the repository wants, or any if skipped ones count; undefined before there is one. */
  readonly newest: (counts: { readonly skipped: boolean }) => Promise<RunDetails | undefined>;
  /** Returns every run of the session, the oldest first. */
  readonly all: () => Promise<readonly z.output<typeof runAnswer>[]>;
  /** Returns the runner that has the newest attempt of a task. */
  readonly runnerOf: (task: number) => Promise<string | undefined>;
}

const taskDetailsAnswer = z.looseObject({
  task: taskAnswer,
  attempts: z.array(z.looseObject({ number: z.number(), runner: z.string().nullable() })),
});

/** Returns a reader of the runs of a hub. */
export function runReader(access: HubAccess, signal: AbortSignal): RunReader {
  const page = pageAnswer(runAnswer);
  const run = (id: number) => askHub(access, runDetailsAnswer, { path: `/runs/${id}`, signal });
  return {
    run,
    newest: async ({ skipped }) => {
      const { items } = await askHub(access, page, { path: "/runs", query: { limit: 200 }, signal });
      const found = items.find(({ state }) => skipped || state !== "SKIPPED");
      return found === undefined ? undefined : run(found.id);
    },
    all: async () => {
      const { items } = await askHub(access, page, { path: "/runs", query: { limit: 200 }, signal });
      return items.toReversed();
    },
    runnerOf: async (task) => {
      const { attempts } = await askHub(access, taskDetailsAnswer, { path: `/tasks/${task}`, signal });
      return attempts.at(-1)?.runner ?? undefined;
    },
  };
}
