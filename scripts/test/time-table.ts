/** Tells how long one part of a run took. */
export interface Timed {
  readonly name: string;
  readonly seconds: number;
  readonly expectedSeconds: number;
  readonly processorSeconds: number | undefined;
  /** What it waited for, such as `40 s for compose-minimal`. */
  readonly waited: readonly string[];
}

/** Returns the lines of a table of times, the slowest part first. Parts of less than a second are left out. */
export function timeTable(parts: readonly Timed[]): string[] {
  const rows = parts
    .filter(({ seconds }) => seconds >= 1)
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds, expectedSeconds, processorSeconds, waited }) => [
      whole(seconds),
      whole(expectedSeconds),
      processorSeconds === undefined ? "-" : whole(processorSeconds),
      name,
      waited.map((wait) => `waited ${wait}`).join(", "),
    ]);
  return [["seconds", "expected", "processors", "part", ""], ...rows].map(
    ([seconds = "", expected = "", processors = "", name = "", waited = ""]) =>
      `${seconds.padStart(7)} ${expected.padStart(8)} ${processors.padStart(10)}  ${name.padEnd(18)} ${waited}`.trimEnd(),
  );
}

function whole(seconds: number): string {
  return seconds.toFixed(0);
}
