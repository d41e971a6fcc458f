import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/text/printable";
import type { ApiCall } from "./api-call.ts";
import type { WholeAnswer } from "@debootc/tools/http/exchange";

/** Returns the failure of a call that GitHub did not answer, or not with what was asked for. */
export function unreachable(call: Pick<ApiCall, "method" | "path">, reason: string): DebootcError {
  return new DebootcError("github-unreachable", `cannot call ${named(call)}: ${reason}`, {
    hint: "Run the job again: it goes on where it stopped. www.githubstatus.com tells of trouble at GitHub.",
  });
}

/** Returns the failure of a call that GitHub refused. */
export function refused(
  call: Pick<ApiCall, "method" | "path">,
  reason: string,
  { status, headers }: Pick<WholeAnswer, "status" | "headers">,
): DebootcError {
  const accepted = headers["x-accepted-github-permissions"];
  const needed = typeof accepted === "string" ? ` It needs ${printable(accepted).slice(0, 200)}.` : "";
  return new DebootcError("github-refused", `cannot call ${named(call)}: ${reason}`, {
    hint: [401, 403, 404].includes(status)
      ? `Write contents: write below permissions: of the job, and of the job that calls its workflow.${needed}`
      : "Nothing was changed by it; GitHub's words say what it does not accept.",
  });
}

/** What follows the question mark may be a signature. */
function named({ method, path }: Pick<ApiCall, "method" | "path">): string {
  return `${method} ${printable(path.replace(/\?.*$/s, "")).slice(0, 300)}`;
}
