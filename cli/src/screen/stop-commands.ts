import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** Lets GitHub's runner take no commands until the returned function is called. */
export type StopCommands = () => () => Promise<void>;

/** How long the runner gets to read what was printed before commands count again. */
const pauseMilliseconds = 300;

/**
 * Returns a way to stop commands around a program that has the streams of this process to itself
 * (`::stop-commands::` of GitHub's workflow commands). `write` must be standard error: standard output may be data.
 */
export function stopCommandsOn(write: (text: string) => void): StopCommands {
  return () => {
    const token = randomBytes(16).toString("hex");
    write(`::stop-commands::${token}\n`);
    return async () => {
      await sleep(pauseMilliseconds);
      // What the program printed last may have no line end.
      write(`\n::${token}::\n`);
    };
  };
}
