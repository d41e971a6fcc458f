import { run } from "@debootc/tools/run";
import { readFile, rm, writeFile } from "node:fs/promises";
import { repository } from "../repository/repository.ts";
import type { Tally } from "./tally.ts";
import { type VitestReport, vitestTally } from "./vitest-tally.ts";

/** Runs one project of vitest.config.ts, passing its output on as it comes. */
export async function runVitest(
  project: "unit" | "integration",
  environment: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<Tally> {
  const logs = `${repository}/out/test-logs`;
  const json = `${logs}/${project}.json`;
  await rm(json, { force: true });
  const lines: string[] = [];
  const { exitCode } = await run({
    tool: process.execPath,
    args: [
      `${repository}/node_modules/vitest/vitest.mjs`,
      ...["run", "--project", project],
      // An integration test takes long enough for a line of its own.
      ...["--reporter", project === "unit" ? "default" : "verbose"],
      ...["--reporter", "json", `--outputFile.json=${json}`],
    ],
    cwd: repository,
    env: { ...(environment as Record<string, string>), NO_COLOR: "1" },
    onLine: (line) => {
      lines.push(line);
      report(line);
    },
    accept: [0, 1],
  });
  await writeFile(`${logs}/${project}.log`, `${lines.join("\n")}\n`);
  const written = await readFile(json, "utf8").catch(() => undefined);
  return vitestTally(
    project,
    exitCode,
    written === undefined ? undefined : (JSON.parse(written) as VitestReport),
  );
}
