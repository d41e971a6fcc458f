import { run } from "@debootc/tools/run";
import { readdir } from "node:fs/promises";
import { repository } from "../repository/repository.ts";
import type { Tally } from "./tally.ts";

/** The scenarios of e2e/, by name, in the order in which they run. */
export async function scenarios(): Promise<string[]> {
  const files = await readdir(`${repository}/e2e`);
  return files
    .filter((file) => file.endsWith(".sh") && file !== "lib.sh")
    .map((file) => file.replace(/[.]sh$/, ""))
    .toSorted();
}

/** Runs one scenario; e2e/lib.sh gives it a session, a folder, a log and the check for leaks. */
export async function runScenario(
  name: string,
  environment: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<Tally> {
  report(`e2e: ${name}`);
  const lines: string[] = [];
  const { exitCode } = await run({
    tool: "bash",
    args: [`${repository}/e2e/${name}.sh`],
    cwd: repository,
    env: environment as Record<string, string>,
    onLine: (line) => {
      lines.push(line);
      report(`  ${line}`);
    },
    accept: "all",
  });
  return scenarioTally(name, exitCode, lines);
}

/** Counts the lines `ok - ...`, `not ok - ...` and `skip - ...` of a scenario. */
export function scenarioTally(name: string, exitCode: number, lines: readonly string[]): Tally {
  const said = (word: string) =>
    lines
      .filter((line) => line.startsWith(`${word} - `))
      .map((line) => `${name}: ${line.slice(word.length + 3)}`);
  const passed = said("ok").length;
  const failed = said("not ok");
  const skipped = said("skip");
  const unexplained =
    exitCode !== 0 && failed.length === 0 ? [`${name}: ended with exit status ${exitCode}`] : [];
  const empty =
    exitCode === 0 && passed + failed.length + skipped.length === 0 ? [`${name}: nothing was asserted`] : [];
  return { passed, failed: [...failed, ...unexplained, ...empty], skipped };
}
