import { run } from "@debootc/tools/run";
import { repository } from "../repository/repository.ts";
import type { Check } from "./check.ts";

/** Makes a check of a program in node_modules that reports what is wrong and ends with a status above 0. */
export function nodeProgram(script: string, args: readonly string[]): Check["find"] {
  return async () => {
    const { stdout, stderr, exitCode } = await run({
      tool: process.execPath,
      args: [`${repository}/node_modules/${script}`, ...args],
      cwd: repository,
      // dependency-cruiser's exit status is the number of its findings.
      accept: "all",
    });
    return exitCode === 0 ? [] : [`${stdout}${stderr}`.trim()];
  };
}
