import { run } from "@debootc/tools/run";
import { readFile, rm, writeFile } from "node:fs/promises";
import { repository } from "../repository/repository.ts";
import type { Tally } from "../check/tally.ts";
import { type VitestReport, vitestTally } from "./vitest-tally.ts";

export type Project = "unit" | "integration";

export interface VitestOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Only the tests that import, however indirectly, what has changed since this commit. */
  readonly changedSince?: string | undefined;
  readonly signal: AbortSignal;
}

/** Runs one project of vitest.config.ts, passing its output on as it comes. */
export async function runVitest(
  project: Project,
  { environment, changedSince, signal }: VitestOptions,
  report: (line: string) => void,
): Promise<Tally> {
  const logs = `${repository}/out/test-logs`;
  const json = `${logs}/${project}.json`;
  await rm(json, { force: true });
  const lines: string[] = [];
  const command = [
    process.execPath,
    `${repository}/node_modules/vitest/vitest.mjs`,
    ...["run", "--project", project],
    ...(changedSince === undefined ? [] : ["--changed", changedSince, "--passWithNoTests"]),
    // An integration test takes long enough for a line of its own.
    ...["--reporter", project === "unit" ? "default" : "verbose"],
    ...["--reporter", "json", `--outputFile.json=${json}`],
  ];
  const [tool = "", ...args] = project === "integration" ? apart(command) : command;
  const { exitCode } = await run({
    tool,
    args,
    cwd: repository,
    env: { ...(environment as Record<string, string>), NO_COLOR: "1" },
    onLine: (line) => {
      lines.push(line);
      report(line);
    },
    accept: "all",
    signal,
  }).catch((fault: unknown) => {
    lines.push(String(fault));
    return { exitCode: 1 };
  });
  await writeFile(`${logs}/${project}.log`, `${lines.join("\n")}\n`);
  const written = await readFile(json, "utf8").catch(() => undefined);
  return vitestTally(
    project,
    exitCode,
    written === undefined ? undefined : (JSON.parse(written) as VitestReport),
    { mayBeEmpty: changedSince !== undefined },
  );
}

/** What the tests mount is nobody else's, and gone with them. Who is not root cannot mount. */
function apart(command: readonly string[]): readonly string[] {
  return process.getuid?.() === 0
    ? ["unshare", "--mount", "--propagation", "private", "--", ...command]
    : command;
}
