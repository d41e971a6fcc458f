import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";

/**
 * Lists the words of a compose's STATUS file, which are Pungi's.
 * FINISHED_INCOMPLETE: only failable deliverables are missing. DOOMED: a required one failed. TERMINATED: the compose
 * was stopped by a signal, or died.
 */
export const composeStatuses = [
  "STARTED",
  "FINISHED",
  "FINISHED_INCOMPLETE",
  "DOOMED",
  "TERMINATED",
] as const;
export type ComposeStatus = (typeof composeStatuses)[number];

// A finished compose may already be published, so it never changes again. A failed one may be resumed.
const followers: Readonly<Record<ComposeStatus | "NONE", readonly ComposeStatus[]>> = {
  NONE: ["STARTED"],
  STARTED: ["FINISHED", "FINISHED_INCOMPLETE", "DOOMED", "TERMINATED"],
  FINISHED: [],
  FINISHED_INCOMPLETE: [],
  DOOMED: ["STARTED"],
  TERMINATED: ["STARTED"],
};

/** Checks whether a compose may change from one status to the next; undefined means a compose without STATUS. */
export function mayBecome(current: ComposeStatus | undefined, next: ComposeStatus): boolean {
  return followers[current ?? "NONE"].includes(next);
}

/** Returns `next` if the compose may change to it. Throws `compose-immutable`. */
export function changeStatus(
  composeId: string,
  current: ComposeStatus | undefined,
  next: ComposeStatus,
): ComposeStatus {
  if (mayBecome(current, next)) return next;
  const allowed = followers[current ?? "NONE"];
  throw new DebootcError(
    "compose-immutable",
    `compose ${composeId} is ${current ?? "without STATUS"} and cannot become ${next}; allowed: ${allowed.join(", ") || "nothing"}`,
    {
      hint:
        allowed.length === 0 ? "A finished compose never changes: start a new one." : "Use another compose.",
    },
  );
}

/** Reads the text of a STATUS file. Throws `record-invalid`. */
export function parseStatus(text: string, origin: string): ComposeStatus {
  const status = composeStatuses.find((word) => word === text.trim());
  if (status) return status;
  throw new DebootcError("record-invalid", `${origin}: ${quoted(text.trim())} is not a compose status`, {
    hint: `Allowed: ${composeStatuses.join(", ")}.`,
  });
}

/** Formats the text of a STATUS file. */
export function formatStatus(status: ComposeStatus): string {
  return `${status}\n`;
}
