import { packageOfTool } from "@debootc/tools/debian-package";
import { formatIdentity, type Life } from "../cache/process-identity.ts";
import { type Leftover, leftover } from "./leftover.ts";
import type { ProcessEntry } from "./process-table.ts";
import { mentions } from "./scratch-path.ts";

export interface KnownRuns {
  /** Directories that only dead processes worked in. */
  readonly deadScratch: readonly string[];
  /** By compose ID. */
  readonly composes: ReadonlyMap<string, Life>;
  /** By identity, for every owner that a process of the table is marked with. */
  readonly owners: ReadonlyMap<string, Life>;
}

/**
 * Processes of runs that died. A mark of its owner decides alone. Otherwise a process must have lost its parent,
 * and be marked with a dead compose, or be one of debootc's programs at work in a dead run's directory.
 */
export function judgeProcesses(table: readonly ProcessEntry[], runs: KnownRuns): Leftover[] {
  const found = new Set<ProcessEntry>();
  const byPid = new Map(table.map((entry) => [entry.identity.pid, entry]));
  const isOrphan = ({ parent }: ProcessEntry) => {
    const above = byPid.get(parent);
    return parent <= 1 || (above !== undefined && (found.has(above) || adopters.has(above.program)));
  };
  // A child of what was found is found in the next round.
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const entry of table)
      if (entry.identity.pid !== 1 && isOfDeadRun(entry, runs, isOrphan)) found.add(entry);
  }
  return [...found].map(({ identity, program }) =>
    leftover(`process:${identity.pid}`, `process ${identity.pid} (${program})`, "of a run that died", {
      do: "kill",
      process: identity,
    }),
  );
}

function isOfDeadRun(
  entry: ProcessEntry,
  runs: KnownRuns,
  isOrphan: (entry: ProcessEntry) => boolean,
): boolean {
  const { owner, composeId } = entry.mark;
  if (owner) return runs.owners.get(formatIdentity(owner)) === "dead";
  if (!isOrphan(entry)) return false;
  if (composeId !== undefined) return runs.composes.get(composeId) === "dead";
  return (
    isTool(entry.program) && entry.args.some((arg) => runs.deadScratch.some((path) => mentions(arg, path)))
  );
}

/** Programs that become the parent of processes which lost theirs, beside pid 1. */
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
