import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What GitHub's runner gives to JavaScript actions only, and act to everything. */
const ofActions = [
  ...["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RUNTIME_URL", "ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL"],
  "ACTIONS_CACHE_SERVICE_V2",
];

/**
 * Writes what act finds in PATH to run steps with, so that what works here works on GitHub: shells that do not know what
 * `run:` steps do not have there, and shells and a node whose last words are read when they fail.
 */
export async function writeInterpreters(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const write = (name: string, text: string) =>
    writeFile(join(directory, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
  for (const shell of ["bash", "sh"])
    await write(shell, `unset ${ofActions.join(" ")}\n${heardOut(`/bin/${shell}`)}`);
  await write("node", heardOut(process.execPath));
}

/**
 * act waits for the output of a step only if it succeeds: of one that fails at once, the message was lost in one of six runs.
 * A signal is for the program, whose status this one waits for.
 */
function heardOut(program: string): string {
  return `trap : INT TERM\n'${program}' "$@"\nstatus=$?\n[ $status = 0 ] || sleep 1\nexit $status\n`;
}
