import type { Tally } from "../check/tally.ts";

/** Describes the part of vitest's JSON report that counts. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly VitestResult[];
  }[];
}

interface VitestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

/**
 * Counts a vitest run. A file that cannot be loaded, an error outside any test and a run without a test are
 * failures too: vitest counts none of them as a failed test. Of tests chosen by a change there may be none.
 */
export function vitestTally(
  project: string,
  exitCode: number,
  report: VitestReport | undefined,
  { mayBeEmpty = false } = {},
): Tally {
  if (report === undefined)
    return { passed: 0, failed: [`${project}: vitest ended without a report`], skipped: [] };
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (...statuses: string[]) =>
    tests.filter(({ status }) => statuses.includes(status)).map(({ fullName }) => `${project}: ${fullName}`);
  const brokenFiles = report.testResults
    .filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed))
    .map(({ name, message }) => `${project}: ${name}: ${message.split("\n")[0]}`);
  const passed = named("passed").length;
  const failedTests = tests.filter(isFailed).map((test) => `${project}: ${test.fullName}${reasonOf(test)}`);
  const failed = [...failedTests, ...brokenFiles];
  const unexplained = exitCode !== 0 && failed.length === 0 ? [`${project}: an error outside any test`] : [];
  const empty = tests.length === 0 && failed.length === 0 && !mayBeEmpty ? [`${project}: no test ran`] : [];
  return {
    passed,
    failed: [...failed, ...unexplained, ...empty],
    skipped: named("skipped", "pending", "todo", "disabled"),
  };
}

/**
 * Returns the first lines of why a test failed, each indented on a line of its own: a log may be cut to its end, and a
 * property that failed by chance is found again only by the seed that is told there.
 */
function reasonOf({ failureMessages = [] }: VitestResult): string {
  return failureMessages
    .flatMap((message) => message.split("\n"))
    .slice(0, 6)
    .map((line) => `\n          ${line.slice(0, 500)}`)
    .join("");
}

function isFailed({ status }: { readonly status: string }): boolean {
  return status === "failed";
}
