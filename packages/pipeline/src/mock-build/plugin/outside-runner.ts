import { run } from "@debootc/tools/run";
import type { CommandOutcome, OutsideCommand } from "./api.ts";

/** Returns a function that runs plugins' commands on this machine, as the user who builds. They end with their hook. */
export function outsideRunner(signal: AbortSignal, mostSeconds: number) {
  return async (command: OutsideCommand): Promise<CommandOutcome> => {
    const {
      tool,
      args = [],
      directory,
      environment = {},
      accept = [0],
      timeoutSeconds = mostSeconds,
    } = command;
    const input = command.secretInput ?? command.input;
    const { stdout, stderr, exitCode } = await run({
      tool,
      args,
      ...(directory === undefined ? {} : { cwd: directory }),
      env: environment,
      ...(input === undefined ? {} : { input }),
      accept,
      signal,
      timeoutSeconds: Math.min(timeoutSeconds, mostSeconds),
    });
    return { stdout, stderr, exitStatus: exitCode };
  };
}
