import { run } from "@debootc/tools/run";
import { repository } from "../repository/repository.ts";
import type { Check } from "./check.ts";

/** A check by a program of node_modules, which says what is wrong and ends with a status above 0. */
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
