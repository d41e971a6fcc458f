import { DebootcError } from "@debootc/core/error/debootc-error";
import type { DefaultArtifactClient } from "@actions/artifact";

/** Loads the client of GitHub's artifacts, which only jobs that use some should wait for. */
export async function artifactClient(): Promise<DefaultArtifactClient> {
  const { DefaultArtifactClient: Client } = await import("@actions/artifact");
  return new Client();
}

/** Returns a failure of the artifact service in words that say what to do. */
export function artifactError(doing: string, cause: unknown): DebootcError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DebootcError("artifact-unavailable", `cannot ${doing}: ${reason}`, {
    hint: hintFor(reason),
    cause,
  });
}

function hintFor(reason: string): string {
  if (/quota|storage quota/i.test(reason))
    return "The storage of artifacts is full: delete old ones, or set retention-days to fewer days.";
  if (/ACTIONS_RUNTIME_TOKEN|ACTIONS_RESULTS_URL/.test(reason))
    return "The runner offers no artifact service: leave out the input, and move the compose directory in another way.";
  if (/not currently supported on GHES/i.test(reason))
    return "This GitHub Enterprise Server is too old for artifacts of version 4: move the compose directory in another way.";
  return "The compose is finished and on the runner: run the job again, or leave out the input.";
}
