import { join } from "node:path";
import { type Cgroup, processFilesOf } from "./cgroup.ts";
import type { Command } from "../run.ts";

const runLimited = join(import.meta.dirname, "../../data/run-limited.sh");

/**
 * The command as it starts inside a group, before anything of it runs, with both its streams as one pipe on standard
 * output. `owner` is who may open that pipe by its name: the user as whom the command's own program runs.
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
