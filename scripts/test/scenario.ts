import { run } from "@debootc/tools/run";
import { readdir, readFile } from "node:fs/promises";
import { repository } from "../repository/repository.ts";
import { type ScenarioHeader, scenarioHeader } from "./scenario-header.ts";
import type { Tally } from "../check/tally.ts";

/** Returns the scenarios of e2e/, by name, in the order of the alphabet. */
export async function scenarios(): Promise<string[]> {
  const files = await readdir(`${repository}/e2e`);
  return files
    .filter((file) => file.endsWith(".sh") && file !== "lib.sh")
    .map((file) => file.replace(/[.]sh$/, ""))
    .toSorted();
}

/** Returns what a scenario says about itself. */
export async function headerOf(name: string): Promise<ScenarioHeader> {
  return scenarioHeader(name, await readFile(`${repository}/e2e/${name}.sh`, "utf8"));
}

/** Holds what came of a scenario. */
export interface ScenarioResult {
  readonly tally: Tally;
  /** Time on processors; undefined when the scenario was killed before it could tell. */
  readonly processorSeconds: number | undefined;
  /** What it waited for while it ran, such as `40 s for the compose of minimal`. */
  readonly waited: readonly string[];
}

/**
 * Runs one scenario; e2e/lib.sh gives it a session, namespaces, a folder, a log and the check for leaks. Its lines are
 * passed on as they come, but those of its log, which it shows when it fails, as one block. When `signal` is aborted
 * it is asked to end, and still removes what it made.
 */
export async function runScenario(
  name: string,
  environment: NodeJS.ProcessEnv,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<ScenarioResult> {
  const lines: string[] = [];
  const log: string[] = [];
  let session: number | undefined;
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    if (session === undefined) return;
    endSession(session);
    // What began just then has not heard it.
    again ??= setInterval(endSession, 20_000, session);
  };
  signal.addEventListener("abort", stop);
  const { exitCode } = await run({
    tool: "bash",
    args: [`${repository}/e2e/${name}.sh`],
    cwd: repository,
    env: environment as Record<string, string>,
    onLine: (line) => {
      lines.push(line);
      const leader = /^session - ([0-9]+)$/.exec(line);
      if (leader !== null) {
        session = Number(leader[1]);
        if (signal.aborted) stop();
      } else if (line.startsWith("| ")) log.push(line);
      else if (!/^(used|waited) - /.test(line)) report(line);
    },
    accept: "all",
  });
  signal.removeEventListener("abort", stop);
  clearInterval(again);
  if (log.length > 0) report(log.join("\n"));
  const [used] = said(lines, "used");
  return {
    tally: scenarioTally(name, exitCode, lines),
    processorSeconds: used === undefined ? undefined : Number.parseInt(used, 10),
    waited: said(lines, "waited"),
  };
}

/** Counts the lines `ok - ...`, `not ok - ...` and `skip - ...` of a scenario. */
export function scenarioTally(name: string, exitCode: number, lines: readonly string[]): Tally {
  const named = (word: string) => said(lines, word).map((text) => `${name}: ${text}`);
  const passed = said(lines, "ok").length;
  const failed = named("not ok");
  const skipped = named("skip");
  const unexplained =
    exitCode !== 0 && failed.length === 0 ? [`${name}: ended with exit status ${exitCode}`] : [];
  const empty =
    exitCode === 0 && passed + failed.length + skipped.length === 0 ? [`${name}: nothing was asserted`] : [];
  return { passed, failed: [...failed, ...unexplained, ...empty], skipped };
}

function said(lines: readonly string[], word: string): string[] {
  return lines.filter((line) => line.startsWith(`${word} - `)).map((line) => line.slice(word.length + 3));
}

/** `timeout` leads the session, and the group in which the scenario and what it waits for are. */
function endSession(leader: number): void {
  try {
    process.kill(-leader, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
