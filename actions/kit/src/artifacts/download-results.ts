import { requireDirectory } from "@debootc/tools/files/require-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import { artifactClient, artifactError } from "./artifact-client.ts";
import { unpackArtifact } from "./unpack-artifact.ts";
import type { WantedResult } from "./wanted-results.ts";

interface Download {
  /** Gets a directory for each artifact. */
  readonly target: string;
  /** The name of the archive in each artifact. */
  readonly archive: string;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Is the result of a task on this machine. */
export interface DownloadedResult {
  /** The name of the task. */
  readonly name: string;
  readonly directory: string;
}

/**
 * Downloads the results of tasks from the runs of GitHub that have them, checks their digests and unpacks them. Throws
 * `artifact-unavailable`, `credentials-refused`, `verification-differs`, and `results-unfit` for those that are not there.
 */
export async function downloadResults(
  wanted: readonly WantedResult[],
  { target, archive, signal, environment }: Download,
): Promise<readonly DownloadedResult[]> {
  if (wanted.length === 0) return [];
  const place = placeOf(environment);
  const client = await artifactClient();
  const results: DownloadedResult[] = [];
  for (const [workflowRunId, ofRun] of Map.groupBy(wanted, ({ githubRunId }) => githubRunId)) {
    const findBy = { ...place, workflowRunId };
    const { artifacts } = await client
      .listArtifacts({ latest: true, findBy })
      .catch(failed(`list the artifacts of run ${workflowRunId}`));
    for (const { name, artifact } of ofRun) {
      signal.throwIfAborted();
      const found = artifacts.find((one) => one.name === artifact);
      if (found === undefined) throw notThere({ name, artifact, githubRunId: workflowRunId }, artifacts);
      const directory = join(target, String(found.id));
      await requireDirectory(directory);
      const expected = found.digest === undefined ? {} : { expectedHash: found.digest };
      const { digestMismatch } = await client
        .downloadArtifact(found.id, { path: directory, findBy, ...expected })
        .catch(failed(`download the artifact ${artifact} of run ${workflowRunId}`));
      if (digestMismatch === true) throw differs(artifact);
      const unpacked = await unpackArtifact(directory, { archive, signal });
      if (unpacked === undefined) throw somethingElse(name, artifact);
      results.push({ name, directory: unpacked });
    }
  }
  return results.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function placeOf(environment: Download["environment"]) {
  const [repositoryOwner = "", repositoryName = ""] = (environment["GITHUB_REPOSITORY"] ?? "").split("/");
  const token = environment["GITHUB_TOKEN"] ?? "";
  if (token === "")
    throw new DebootcError("credentials-refused", "the job has no token to read artifacts of other runs", {
      hint: "Actions get it as github.token; where an own runner leaves it out, set env: GITHUB_TOKEN.",
    });
  return { repositoryOwner, repositoryName, token };
}

function failed(doing: string) {
  return (error: unknown): never => {
    const { status, message = String(error) } = error as { status?: number; message?: string };
    if (status === 401 || status === 403 || status === 404)
      throw new DebootcError("credentials-refused", `cannot ${doing}: ${message}`, {
        hint: "Write actions: read below permissions: of the job. GitHub keeps artifacts as long as retention-days says.",
        cause: error,
      });
    throw artifactError(doing, error);
  };
}

function notThere(
  { name, artifact, githubRunId }: WantedResult,
  artifacts: readonly { readonly name: string }[],
): DebootcError {
  const names = artifacts.map((one) => one.name).toSorted();
  const there = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  const message = `run ${githubRunId} has no artifact ${artifact} of the task ${name}: ${there}`;
  return new DebootcError("results-unfit", message, {
    hint: "Let the step of each task upload its result: artifact: ${{ matrix.artifact }} below with:",
  });
}

function somethingElse(name: string, artifact: string): DebootcError {
  return new DebootcError("results-unfit", `the artifact ${artifact} is not the result of the task ${name}`, {
    hint: "Only actions of debootc upload results: choose other names for other artifacts.",
  });
}

function differs(artifact: string): DebootcError {
  return new DebootcError("verification-differs", `the artifact ${artifact} is not what was uploaded`, {
    hint: "Run the job again; if it differs once more, run the job that uploaded it.",
  });
}
