import { DebootcError } from "@debootc/core/error/debootc-error";
import { printable } from "@debootc/core/text/printable";
import * as z from "zod";
import type { ApiCall } from "./api-call.ts";
import type { HttpAnswer } from "./send-call.ts";

const refusal = z.object({
  message: z.string().catch(""),
  errors: z.array(z.union([z.string(), z.looseObject({})])).catch([]),
});

/** Returns what an answer that is not a success says, to be added to a sentence. */
export function wordsIn(bytes: Buffer): string {
  let value: unknown;
  try {
    value = JSON.parse(bytes.subarray(0, 20_000).toString());
  } catch {
    return "";
  }
  const { message, errors } = refusal.catch({ message: "", errors: [] }).parse(value);
  const details = errors.map((one) => (typeof one === "string" ? one : (one["message"] ?? one["code"])));
  const words = [message, ...details].filter((one) => typeof one === "string" && one !== "");
  return words.length === 0 ? "" : `: ${printable(words.join("; ")).slice(0, 500)}`;
}

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
  { status, headers }: Pick<HttpAnswer, "status" | "headers">,
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
