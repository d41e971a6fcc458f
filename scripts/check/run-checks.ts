import { repository } from "../repository/repository.ts";
import type { Tally } from "./tally.ts";
import type { Check } from "./check.ts";
import { docstrings } from "./docstrings.ts";
import { earlyReaders } from "./early-readers.ts";
import { fileSizes } from "./file-sizes.ts";
import { folderStructure } from "./folder-structure.ts";
import { forbiddenWords } from "./forbidden-words.ts";
import { generatedFiles } from "./generated-files.ts";
import { lockfile } from "./lockfile.ts";
import { shellSyntax } from "./shell-syntax.ts";
import { workflows } from "./workflows.ts";
import { run } from "@debootc/tools/run";

const checks: readonly Check[] = [
  {
    name: "types",
    find: nodeProgram("typescript/bin/tsc", ["--noEmit", "--pretty", "false", "--project", "."]),
  },
  { name: "lint", find: nodeProgram("oxlint/bin/oxlint", ["--format", "unix"]) },
  {
    name: "format",
    find: nodeProgram("@biomejs/biome/bin/biome", ["format", "--colors=off", "--reporter=summary"]),
  },
  {
    name: "floors and cycles",
    find: nodeProgram("dependency-cruiser/bin/dependency-cruiser.mjs", [
      ...["--config", ".dependency-cruiser.mjs", "--output-type", "err-long"],
      ...["packages", "actions", "cli/src", "orchestrator-app/src", "runner-agent/src", "scripts"],
    ]),
  },
  { name: "folders", find: folderStructure },
  { name: "docstrings", find: docstrings },
  { name: "generated files", find: generatedFiles },
  { name: "file sizes", find: fileSizes },
  { name: "forbidden words", find: forbiddenWords },
  { name: "shell syntax", find: shellSyntax },
  { name: "early readers", find: earlyReaders },
  { name: "workflows", find: workflows },
  { name: "lockfile", find: lockfile },
];

/** Runs every check to its end, even after one failed, and reports a line for each and everything it found. */
export async function runChecks(report: (line: string) => void): Promise<Tally> {
  const failed: string[] = [];
  for (const { name, find } of checks) {
    const start = performance.now();
    const complaints = await find().catch((fault: unknown) => [String(fault)]);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    report(
      `check: ${name.padEnd(18)} ${complaints.length === 0 ? "ok    " : "FAILED"} ${seconds.padStart(5)} s`,
    );
    for (const complaint of complaints) report(complaint.replaceAll(/^/gm, "  "));
    if (complaints.length > 0) failed.push(`check: ${name}`);
  }
  return { passed: checks.length - failed.length, failed, skipped: [] };
}

/** Returns a check by a program of node_modules, which says what is wrong and ends with a status above 0. */
export function nodeProgram(script: string, args: readonly string[]): Check["find"] {
  return async () => {
    const { stdout, stderr, exitCode } = await run({
      tool: process.execPath,
      args: [`${repository}/node_modules/${script}`, ...args],
      cwd: repository,
      // dependency-cruiser ends with the number of its findings.
      accept: "all",
    });
    return exitCode === 0 ? [] : [`${stdout}${stderr}`.trim()];
  };
}
