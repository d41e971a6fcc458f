import { existsSync } from "node:fs";
import { mkdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "@debootc/tools/run";

/** A control group that counts the processor time of all that runs in it, ended or not. */
export interface ProcessorTime extends AsyncDisposable {
  /** The command, in the group from its first instruction on. */
  readonly counted: (command: Command) => Command;
  readonly seconds: () => Promise<number>;
}

const mount = "/sys/fs/cgroup";

/** Makes a group below this process's own, of cgroups version 2 or else version 1. Only root can. */
export async function openProcessorTime(name: string): Promise<ProcessorTime> {
  const isUnified = existsSync(join(mount, "cgroup.controllers"));
  const groups = await readFile("/proc/self/cgroup", "utf8");
  const line = isUnified ? /^0::(.*)$/m : /^\d+:(?:[^:]*,)?cpuacct(?:,[^:]*)?:(.*)$/m;
  const own = line.exec(groups)?.[1];
  if (own === undefined) throw new Error("no control group of this machine counts processor time");
  const directory = join(mount, isUnified ? "" : "cpuacct", own, name);
  await mkdir(directory);
  return {
    counted: (command) => ({
      ...command,
      tool: "sh",
      args: [
        "-c",
        'echo $$ >"$1"; shift; exec "$@"',
        "sh",
        join(directory, "cgroup.procs"),
        command.tool,
        ...command.args,
      ],
    }),
    seconds: async () => {
      if (!isUnified) return Number(await readFile(join(directory, "cpuacct.usage"), "utf8")) / 1e9;
      const stat = await readFile(join(directory, "cpu.stat"), "utf8");
      return Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]) / 1e6;
    },
    [Symbol.asyncDispose]: () => rmdir(directory),
  };
}
