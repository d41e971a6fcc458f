import { digestSchema } from "@debootc/core/record/digest";
import * as z from "zod";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { GitHubError } from "./github-error.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

const artifactSchema = z.object({
  id: z.int(),
  name: z.string(),
  size_in_bytes: z.int().min(0),
  expired: z.boolean(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  /** Older servers do not tell it. */
  digest: digestSchema.nullish(),
});
export type GitHubArtifact = z.infer<typeof artifactSchema>;

/** Asks for the artifacts of a run that have a name; none if the run is gone. */
export async function artifactsOfRun(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  { runId, name }: { readonly runId: number; readonly name: string },
): Promise<readonly GitHubArtifact[]> {
  const query = queryOf({ name, per_page: 100 });
  const path = `${repositoryPath(fullName)}${apiPath`/actions/runs/${runId}/artifacts`}${query}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  if (answer.status === 404) return [];
  const schema = z.object({ artifacts: z.array(artifactSchema) });
  return readAnswer("the artifacts of a run", schema, answer).artifacts.filter((one) => one.name === name);
}

/** Asks where the zip of an artifact can be downloaded for a minute; undefined if it has expired. */
export async function artifactLocation(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  id: number,
): Promise<string | undefined> {
  const path = `${repositoryPath(fullName)}${apiPath`/actions/artifacts/${id}/zip`}`;
  const expected = [302, 404, 410];
  const answer = await call({ method: "GET", path, installation, cost: "read", stays: true, expected });
  if (answer.status !== 302) return undefined;
  const location = answer.headers.get("location") ?? "";
  if (URL.canParse(location) && /^https?:$/.test(new URL(location).protocol)) return location;
  throw new GitHubError(
    "github-unreachable",
    "cannot download an artifact: GitHub does not say where it is",
    {
      hint: "Check that no proxy answers; the hub tries again by itself.",
      status: answer.status,
    },
  );
}
