import { readFailureTitle, readFindingTitle } from "@debootc/core/error/failure-title";
import { printable } from "@debootc/core/text/printable";
import type { Failure } from "../database/tables.ts";

/** Is what a job said, or GitHub of it, as far as the hub looks at it. */
export interface JobAnnotation {
  readonly level: string;
  readonly title: string;
  readonly message: string;
}

/**
 * Finds what a job failed by in its annotations: what an action of debootc says, of several the last; else what GitHub says
 * of the runner. Whatever else a job writes there says nothing of that, and undefined is returned. That a compose is
 * incomplete is what a leg comes to that may fail: what it failed by is the last warning before.
 */
export function failureInAnnotations(annotations: readonly JobAnnotation[]): Failure | undefined {
  const errors = annotations.filter(({ level }) => level === "failure");
  for (const { title, message } of errors.toReversed()) {
    const found = readFailureTitle(title);
    if (found === undefined) continue;
    const cause = found.code === "compose-incomplete" ? lastFinding(annotations) : undefined;
    return cause ?? { code: found.code, class: found.class, ...wordsOf(message) };
  }
  const lost = errors.find(({ message }) => wordsOfLostRunners.some((words) => words.test(message)));
  if (lost === undefined) return undefined;
  return { code: "job-lost", class: "infrastructure", ...wordsOf(lost.message) };
}

function lastFinding(annotations: readonly JobAnnotation[]): Failure | undefined {
  for (const { title, message } of annotations.toReversed()) {
    const found = readFindingTitle(title);
    if (found !== undefined && found.code !== "compose-incomplete") return { ...found, ...wordsOf(message) };
  }
  return undefined;
}

/** GitHub has no other way to say that a machine failed, and not what ran on it. */
const wordsOfLostRunners = [
  /^The (?:self-hosted|hosted) runner\b.{0,200}\b(?:lost communication with the server|encountered an error)/,
  /^The runner has received a shutdown signal/,
];

const longest = 2000;

/** Splits a message as the actions write it: what was wrong, then `hint:` with what to do. */
function wordsOf(text: string): Pick<Failure, "message" | "hint"> {
  const at = text.lastIndexOf("\nhint: ");
  const [message, hint] = at < 0 ? [text] : [text.slice(0, at), text.slice(at + "\nhint: ".length)];
  const safe = (words: string) => printable(words.slice(0, longest).replaceAll("\n", " ")).trim();
  return {
    message: safe(message) || "the job failed, and does not say by what",
    ...(hint === undefined || safe(hint) === "" ? {} : { hint: safe(hint) }),
  };
}
