import { packageOfTool } from "@debootc/tools/debian-package";
import { type Leftover, leftover } from "./leftover.ts";
import type { ProcessEntry } from "./process-table.ts";
import { mentions } from "./scratch-path.ts";

/**
 * Selects the processes of dead runs: programs that debootc starts, orphaned, and at work in one of `deadScratch`, the
 * directories in which only dead processes worked.
 */
export function judgeProcesses(table: readonly ProcessEntry[], deadScratch: readonly string[]): Leftover[] {
  const found = new Set<ProcessEntry>();
  const byPid = new Map(table.map((entry) => [entry.identity.pid, entry]));
  const isOrphan = ({ parent }: ProcessEntry) => {
    const above = byPid.get(parent);
    return parent <= 1 || (above !== undefined && (found.has(above) || adopters.has(above.program)));
  };
  // The next round finds the children of the processes found in this one.
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const entry of table)
      if (entry.identity.pid !== 1 && isAtWork(entry, deadScratch) && isOrphan(entry)) found.add(entry);
  }
  return [...found].map(({ identity, program }) =>
    leftover(`process:${identity.pid}`, `process ${identity.pid} (${program})`, "of a run that died", {
      do: "kill",
      process: identity,
    }),
  );
}

function isAtWork({ program, args }: ProcessEntry, directories: readonly string[]): boolean {
  return isTool(program) && args.some((arg) => directories.some((path) => mentions(arg, path)));
}

/** Programs other than pid 1 that adopt orphaned processes. */
const adopters = new Set([
  "systemd",
  "init",
  "tini",
  "dumb-init",
  "catatonit",
  "docker-init",
  "conmon",
  "containerd-shim",
]);

const toolNames = new Set(Object.keys(packageOfTool).map((tool) => tool.slice(0, 15)));

function isTool(program: string): boolean {
  return toolNames.has(program) || program.startsWith("qemu-system-");
}
