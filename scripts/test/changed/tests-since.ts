import { scenarios } from "../scenario.ts";
import { scenarioReaches } from "./scenario-reach.ts";
import { changedFiles, readTexts } from "./changed-files.ts";
import { type TestsOfChange, testsOfChange } from "./tests-of-change.ts";

/** Returns the tests that what has changed since a commit can touch, and says which and why. */
export async function testsSince(commit: string, print: (line: string) => void): Promise<TestsOfChange> {
  const [changed, names, texts] = await Promise.all([changedFiles(commit), scenarios(), readTexts()]);
  const tests = testsOfChange(changed, scenarioReaches(names, texts), texts);
  for (const line of account(commit, changed, names, tests)) print(line);
  return tests;
}

/** Returns the lines that say what runs for a change, and why. */
export function account(
  commit: string,
  changed: readonly string[],
  scenarios: readonly string[],
  { everything, scenarios: touched, unit, integration }: TestsOfChange,
): string[] {
  const files = changed.length === 1 ? "1 file differs" : `${changed.length} files differ`;
  if (everything !== undefined) return [`changed: ${files} from ${commit}; everything runs: ${everything}`];
  const byReason = Map.groupBy(touched, ([, path]) => path);
  const vitest = { all: "all", "by-imports": "those that import a changed file" };
  return [
    `changed: ${files} from ${commit}; ${touched.size} of ${scenarios.length} scenarios can notice`,
    `changed: unit tests: ${vitest[unit]}; integration tests: ${vitest[integration]}`,
    ...[...byReason].map(([path, entries]) => `changed: ${path}: ${entries.map(([name]) => name).join(" ")}`),
  ];
}
