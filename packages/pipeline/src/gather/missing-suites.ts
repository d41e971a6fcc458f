import type { ArchiveSource } from "./archive-sources.ts";
import type { MissingSuite } from "./refuse-index-failures.ts";

/** Represents the outcome of a reading: an answer, or suites that must be left out first. */
export type Reading<T> = { readonly answer: T } | { readonly missing: readonly MissingSuite[] };

/** Repeats a reading, each time without the suites that turned out to be missing. */
export async function readWithoutMissing<T>(
  sources: readonly ArchiveSource[],
  read: (sources: readonly ArchiveSource[]) => Promise<Reading<T>>,
  onMissing: (missing: MissingSuite) => void,
): Promise<T> {
  for (let left = sources; ; ) {
    const reading = await read(left);
    if ("answer" in reading) return reading.answer;
    reading.missing.forEach(onMissing);
    left = without(left, reading.missing);
  }
}

function without(sources: readonly ArchiveSource[], missing: readonly MissingSuite[]): ArchiveSource[] {
  return sources
    .map((source) => ({
      ...source,
      suites: source.suites.filter(
        (suite) => !missing.some((one) => one.sourceId === source.id && one.suite === suite),
      ),
    }))
    .filter(({ suites }) => suites.length > 0);
}
