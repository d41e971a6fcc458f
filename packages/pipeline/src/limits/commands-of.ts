import { readFile } from "node:fs/promises";
import { basename } from "node:path";

/** Programs that belong to the sandbox itself. */
const surroundings = new Set(["bwrap", "setpriv", "cat", "sh -c", "fakeroot", "faked"]);
const mostCommands = 5;
const longestCommand = 100;

/** Returns the command lines of processes, without the sandbox's own; a few are enough to see what hangs. */
export async function commandsOf(pids: readonly number[]): Promise<string[]> {
  const lines = await Promise.all(
    pids
      .toSorted((one, other) => other - one)
      .map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  const commands = lines
    .map((line) => line.split("\0").filter(Boolean))
    .filter(([program = "", option]) => {
      const name = basename(program);
      return name !== "" && !surroundings.has(name) && !surroundings.has(`${name} ${option}`);
    })
    .map((words) => words.join(" ").replaceAll(/\s+/g, " ").slice(0, longestCommand));
  return [...new Set(commands)].slice(0, mostCommands);
}
