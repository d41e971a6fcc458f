import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

const answerSchema = z.object({
  check_runs: z.array(z.object({ id: z.int(), status: z.string(), conclusion: z.string().nullable() })),
});

/** Asks what the newest check runs of a commit with these names have come to; one that is not over has its status. */
export async function checkConclusions(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  sha: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    const query = queryOf({ check_name: name, filter: "latest", per_page: 100 });
    const path = `${repositoryPath(fullName)}${apiPath`/commits/${sha}/check-runs`}${query}`;
    const answer = await call({ method: "GET", path, installation, cost: "read" });
    const { check_runs } = readAnswer("check runs", answerSchema, answer);
    // Several Apps may have checks of one name: all of them have to succeed.
    const worst = check_runs.find(({ conclusion }) => conclusion !== "success") ?? check_runs[0];
    if (worst !== undefined) found.set(name, worst.conclusion ?? worst.status);
  }
  return found;
}
