import { refusalWords } from "@debootc/core/github/refusal-words";
import { printable } from "@debootc/core/text/printable";
import type { GitHubAnswer, GitHubCall } from "./call.ts";
import { GitHubError } from "./github-error.ts";

/** Returns the error of an answer that is not a success: GitHub in trouble, or GitHub saying no. */
export function refusalOf(
  { method, path }: GitHubCall,
  { status, headers, bytes }: GitHubAnswer,
): GitHubError {
  const said = refusalWords(bytes);
  const message = `cannot call ${method} ${path.split("?")[0]}: GitHub answered ${status}${said === "" ? "" : `: ${said}`}`;
  if (status >= 500) {
    return new GitHubError("github-unreachable", message, {
      status,
      hint: "GitHub is in trouble, see www.githubstatus.com; the hub tries again by itself.",
      // A gateway that gave up does not say whether what is behind it went on.
      mayBeDone: method !== "GET",
    });
  }
  const needed = headers.get("x-accepted-github-permissions");
  return new GitHubError("github-refused", message, { status, hint: hintFor(status, needed) });
}

function hintFor(status: number, needed: string | null): string {
  const permissions = needed === null ? "" : ` It needs ${printable(needed).slice(0, 200)}.`;
  switch (status) {
    case 401:
      return "Check the id and the private key of the App, and the clock of this machine.";
    case 403:
      return `Check the permissions of the App, and that its owner has accepted new ones.${permissions}`;
    case 404:
      return `Check that the App is installed on the repository, and that what is named is there.${permissions}`;
    default:
      return "Nothing was changed; GitHub's words say what it does not accept.";
  }
}
