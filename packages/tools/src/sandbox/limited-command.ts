import { join } from "node:path";
import { type Cgroup, processFilesOf } from "./cgroup.ts";
import type { Command } from "../run.ts";

const enterGroup = join(import.meta.dirname, "../../data/enter-group.sh");

/** Wraps a command so that it enters a group before any of it runs; its streams stay as they are. */
export function groupedCommand(command: Command, group: Cgroup | undefined): Command {
  if (group === undefined) return command;
  const args = [...processFilesOf(group), "--", command.tool, ...command.args];
  return { ...command, tool: enterGroup, args };
}

const runLimited = join(import.meta.dirname, "../../data/run-limited.sh");

/**
 * Wraps a command so that it enters a group before any of it runs, and writes both its streams into one pipe on
 * standard output. `owner`, the user as whom the command's own program runs, may open that pipe by its name.
 */
export function limitedCommand(
  command: Command,
  group: Cgroup | undefined,
  owner: { readonly uid: number; readonly gid: number },
): Command {
  const files = group === undefined ? [] : processFilesOf(group);
  return {
    ...command,
    tool: runLimited,
    args: [`${owner.uid}:${owner.gid}`, ...files, "--", command.tool, ...command.args],
  };
}
