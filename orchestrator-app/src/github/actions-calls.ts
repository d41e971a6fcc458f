import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { GitHubError } from "./github-error.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

interface Dispatch {
  readonly workflow: string;
  /** The name of a branch or tag, without `refs/`. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts a workflow. Returns the id of its run, or undefined from a GitHub that does not tell it. */
export async function dispatchWorkflow(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { workflow, ref, inputs }: Dispatch,
): Promise<number | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/workflows/${workflow}/dispatches`}`;
  const send = (body: Readonly<Record<string, unknown>>) =>
    call({ method: "POST", path, installation, cost: "content", body });
  const answer = await send({ ref, inputs, return_run_details: true }).catch(async (error: unknown) => {
    // GitHub Enterprise Server up to 3.20 refuses the field that it does not know.
    const isOld = error instanceof GitHubError && /return_run_details/.test(error.message);
    if (!isOld) throw error;
    return send({ ref, inputs });
  });
  if (answer.status === 204) return undefined;
  return readAnswer("a dispatch", z.object({ workflow_run_id: z.int() }), answer).workflow_run_id;
}

const runSchema = z.object({
  id: z.int(),
  display_title: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
});
export type WorkflowRun = z.infer<typeof runSchema>;

/**
 * Looks for the run that a dispatch has started, among those since a moment: its title contains the id of the dispatch.
 * Returns undefined if it is not among the newest 300.
 */
export async function findDispatched(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { id, workflow, since }: { readonly id: string; readonly workflow: string; readonly since: Date },
): Promise<WorkflowRun | undefined> {
  for (let page = 1; page <= 3; page++) {
    const query = queryOf({
      event: "workflow_dispatch",
      created: `>=${since.toISOString().slice(0, 19)}Z`,
      per_page: 100,
      page,
    });
    const path = `${repositoryPath(fullName)}${apiPath`/actions/workflows/${workflow}/runs`}${query}`;
    const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
    if (answer.status === 404) return undefined;
    const { workflow_runs } = readAnswer(
      "the runs of a workflow",
      z.object({ workflow_runs: z.array(runSchema) }),
      answer,
    );
    const found = workflow_runs.find(({ display_title }) => hasWord(display_title, id));
    if (found !== undefined || workflow_runs.length < 100) return found;
  }
  return undefined;
}

/** `1-abc` must not be found in `11-abc` or in `1-abcd`. */
function hasWord(text: string, word: string): boolean {
  return text.split(/[^A-Za-z0-9-]+/).includes(word);
}

/** Asks for a run; returns undefined if it is gone. */
export async function readWorkflowRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<WorkflowRun | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/runs/${id}`}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  return answer.status === 404 ? undefined : readAnswer("a run", runSchema, answer);
}

/** Cancels a run. Returns false if there was nothing left to cancel. */
export async function cancelWorkflowRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<boolean> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/runs/${id}/cancel`}`;
  const answer = await call({ method: "POST", path, installation, cost: "write", expected: [404, 409] });
  return answer.status === 202;
}
