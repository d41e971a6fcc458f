import { parseRegistryFault } from "@debootc/core/registry/registry-answers";
import { printable } from "@debootc/core/text/printable";
import { RegistryError, type RegistryErrorKind } from "./registry-error.ts";
import type { HttpAnswer } from "./send-request.ts";

/** Bounds what a message repeats of the text of a registry. */
const longest = 200;

/** Makes the error for an answer that is not the wanted one; `wish` says what was asked for. */
export function answerError(
  { status, reason, headers, body, time }: HttpAnswer,
  wish: string,
): RegistryError {
  const { code, message } = parseRegistryFault(body.toString());
  const said = printable([code, message].filter(Boolean).join(": ")).slice(0, longest);
  const words = `${status} ${printable(reason)}`.trim();
  return new RegistryError(
    code === "DIGEST_INVALID" ? "damaged" : kindOf(status),
    `${wish}: ${said === "" ? words : `${words} (${said})`}`,
    { retryAfterSeconds: waitOf(headers["retry-after"], time.getTime()) },
  );
}

function kindOf(status: number): RegistryErrorKind {
  if (status === 401) return "unauthorized";
  if (status === 403) return "denied";
  if (status === 404) return "missing";
  if (status === 429) return "throttled";
  return status >= 500 || status === 408 ? "unreachable" : "refused";
}

/** Reads Retry-After: seconds, or a date. */
function waitOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
