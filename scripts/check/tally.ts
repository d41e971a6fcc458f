/** Counts what came of a part of the tests. */
export interface Tally {
  readonly passed: number;
  /** Each failed test by name. */
  readonly failed: readonly string[];
  /** Each test that did not run, by name, with its reason where one is known. */
  readonly skipped: readonly string[];
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: [...a.failed, ...b.failed],
    skipped: [...a.skipped, ...b.skipped],
  };
}

/** Returns the last line of `script/test`; CI systems read it. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}
