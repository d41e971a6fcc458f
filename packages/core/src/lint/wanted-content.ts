import { lintRules } from "./rules.ts";

const readers = lintRules.flatMap(({ reads, readsAtMost = 1024 * 1024 }) =>
  reads === undefined ? [] : [{ reads, readsAtMost }],
);
const anyReads = new RegExp(readers.map(({ reads }) => `(?:${reads.source})`).join("|"));

/** Returns the most bytes that a rule reads of the file at this path; undefined when none reads it. */
export function wantedContent(path: string): number | undefined {
  if (!anyReads.test(path)) return undefined;
  return Math.max(...readers.filter(({ reads }) => reads.test(path)).map(({ readsAtMost }) => readsAtMost));
}
