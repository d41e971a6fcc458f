import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

const runnerSchema = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  busy: z.boolean(),
  labels: z.array(z.object({ name: z.string() })),
});

/** Describes a runner that GitHub knows. */
export type GitHubRunner = z.infer<typeof runnerSchema>;

/** The only runner group of a repository. */
const defaultGroup = 1;

const jitSchema = z.object({ runner: z.object({ id: z.int() }), encoded_jit_config: z.string().min(1) });

/**
 * Registers a runner for one job. Returns its id, and its secret, which only the host that starts it gets to see. Throws
 * `GitHubError`; `mayBeDone` says that the runner may be there all the same.
 */
export async function registerRunner(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { name, label }: { readonly name: string; readonly label: string },
): Promise<{ readonly id: number; readonly jitConfig: string }> {
  const answer = await call({
    ...{ method: "POST", installation, cost: "write", isRegistration: true },
    path: `${repositoryPath(fullName)}/actions/runners/generate-jitconfig`,
    body: { name, runner_group_id: defaultGroup, labels: [label], work_folder: "_work" },
  });
  const { runner, encoded_jit_config } = readAnswer("a new runner", jitSchema, answer);
  return { id: runner.id, jitConfig: encoded_jit_config };
}

/** Looks for a runner by its name; returns undefined if there is none. */
export async function findRunner(
  call: CallGitHub,
  repository: RepositoryAt,
  name: string,
): Promise<GitHubRunner | undefined> {
  const page = await runnersPage(call, repository, { name, per_page: 100 });
  return page.find((runner) => runner.name === name);
}

/** Removes a runner. Returns `busy`, and leaves it, while it works on a job; `gone` is one that GitHub no longer knows. */
export async function deleteRunner(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<"gone" | "busy"> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/runners/${id}`}`;
  const answer = await call({ method: "DELETE", path, installation, cost: "write", expected: [404, 422] });
  return answer.status === 422 ? "busy" : "gone";
}

/** More runners than these at once are no fleet of one repository: GitHub groups hold 10,000. */
const mostPages = 100;

/** Lists all runners of a repository. */
export async function listRunners(
  call: CallGitHub,
  repository: RepositoryAt,
): Promise<readonly GitHubRunner[]> {
  const runners: GitHubRunner[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const some = await runnersPage(call, repository, { per_page: 100, page });
    runners.push(...some);
    if (some.length < 100) break;
  }
  return runners;
}

async function runnersPage(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  query: Readonly<Record<string, string | number>>,
): Promise<readonly GitHubRunner[]> {
  const path = `${repositoryPath(fullName)}/actions/runners${queryOf(query)}`;
  const answer = await call({ method: "GET", path, installation, cost: "read" });
  return readAnswer("runners", z.object({ runners: z.array(runnerSchema) }), answer).runners;
}
