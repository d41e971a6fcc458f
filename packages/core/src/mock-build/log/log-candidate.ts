import type { LogErrorKind } from "../records/build-log-error.ts";
import type { LogRule } from "./rules/log-rule.ts";

/** A line of the log. */
export interface LogLine {
  readonly logLine: number;
  readonly text: string;
}

/** A line that may be the first error, with what the lines around it add to it. */
export interface LogCandidate {
  readonly kind: LogErrorKind;
  readonly weight: number;
  readonly logLine: number;
  readonly directory: string | undefined;
  readonly context: LogLine[];
  text: string;
  /** A later line has told the text. */
  isTextTold?: boolean;
  file?: string;
  line?: number;
  column?: number;
}

const contextAfter = 6;

interface Place {
  readonly file?: string | undefined;
  readonly line?: string | undefined;
  readonly column?: string | undefined;
}

/** Begins a candidate at a line that a rule matched; `before` are the lines that led to it. */
export function candidateOf(
  rule: LogRule,
  groups: Readonly<Record<string, string | undefined>>,
  at: LogLine,
  before: readonly LogLine[],
  directory: string | undefined,
): LogCandidate {
  const candidate: LogCandidate = {
    kind: rule.kind,
    weight: rule.weight,
    logLine: at.logLine,
    directory,
    context: [...before.slice(-contextBefore), at],
    text: groups["text"]?.trim() || at.text.trim(),
  };
  setPlace(candidate, groups);
  const { before: earlier } = rule;
  if (earlier === undefined || candidate.file !== undefined) return candidate;
  const told = before.map(({ text }) => earlier.exec(text)?.groups).findLast((found) => found !== undefined);
  if (told !== undefined) {
    setPlace(candidate, told);
    if (told["text"]) candidate.text = `${candidate.text}: ${told["text"].trim()}`;
  }
  return candidate;
}

const contextBefore = 3;

/** Takes a later line into account. Answers whether the candidate wants the next one, too. */
export function followCandidate(candidate: LogCandidate, rule: LogRule | undefined, next: LogLine): boolean {
  const distance = next.logLine - candidate.logLine;
  if (distance <= contextAfter) candidate.context.push(next);
  const { follow } = rule ?? {};
  if (follow === undefined || distance > follow.within) return distance < contextAfter;
  const place = follow.place?.exec(next.text)?.groups;
  if (place !== undefined && (candidate.file === undefined || follow.lastPlace === true)) {
    setPlace(candidate, place);
  }
  const text = follow.text?.exec(next.text)?.groups?.["text"];
  if (text !== undefined && candidate.isTextTold !== true) {
    candidate.text = text.trim();
    candidate.isTextTold = true;
  }
  const done = candidate.isTextTold === true && (follow.place === undefined || candidate.file !== undefined);
  return !done || distance < contextAfter;
}

function setPlace(candidate: LogCandidate, { file, line, column }: Place): void {
  if (file !== undefined) candidate.file = file;
  if (Number(line) >= 1) candidate.line = Number(line);
  if (Number(column) >= 1) candidate.column = Number(column);
}
