import type { Tally } from "./tally.ts";
import type { Check } from "./check.ts";
import { docstrings } from "./docstrings.ts";
import { fileSizes } from "./file-sizes.ts";
import { folderStructure } from "./folder-structure.ts";
import { forbiddenWords } from "./forbidden-words.ts";
import { generatedFiles } from "./generated-files.ts";
import { lockfile } from "./lockfile.ts";
import { nodeProgram } from "./node-program.ts";
import { shellSyntax } from "./shell-syntax.ts";
import { workflows } from "./workflows.ts";

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
      ...["packages", "cli/src", "scripts"],
    ]),
  },
  { name: "folders", find: folderStructure },
  { name: "docstrings", find: docstrings },
  { name: "generated files", find: generatedFiles },
  { name: "file sizes", find: fileSizes },
  { name: "forbidden words", find: forbiddenWords },
  { name: "shell syntax", find: shellSyntax },
  { name: "workflows", find: workflows },
  { name: "lockfile", find: lockfile },
];

/** Runs every check to its end, also after one that failed, and reports a line for each and all that it found. */
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
