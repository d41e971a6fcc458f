import { DebootcError } from "@debootc/core/error/debootc-error";

/** Says which job asks GitHub for something, and where. */
export interface Job {
  readonly apiUrl: string;
  readonly token: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** The commit that its run is for. */
  readonly sha: string;
  /** The number of its run. */
  readonly run: number;
}

/** Returns what the runner says of a job. Throws `credentials-refused` without a token, `usage` where there is no job. */
export function jobOf(environment: Readonly<Record<string, string | undefined>>): Job {
  const {
    GITHUB_API_URL: apiUrl = "https://api.github.com",
    GITHUB_TOKEN: token = "",
    GITHUB_REPOSITORY: repository = "",
    GITHUB_SHA: sha = "",
    GITHUB_RUN_ID: run = "",
  } = environment;
  if (token === "")
    throw new DebootcError("credentials-refused", "the step has no GITHUB_TOKEN to release with", {
      hint: "Use actions/release rather than the action below it, with contents: write below permissions: of the job.",
    });
  const isJob =
    URL.canParse(apiUrl) &&
    /^[\w.-]+\/[\w.-]+$/.test(repository) &&
    /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha) &&
    /^\d{1,15}$/.test(run);
  if (!isJob)
    throw new DebootcError("usage", "this is no job of GitHub Actions: it does not say what it is for", {
      hint: "Runners set GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_SHA and GITHUB_RUN_ID.",
    });
  return { apiUrl, token, repository, sha, run: Number(run) };
}
