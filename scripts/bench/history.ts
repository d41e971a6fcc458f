import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import type { Figure } from "./bench.ts";

/** A run of a bench; a line of the history. */
export interface BenchRun {
  readonly bench: string;
  /** RFC 3339. */
  readonly time: string;
  /** Only runs of one machine can be compared. */
  readonly machine: string;
  readonly commit: string;
  readonly figures: readonly Figure[];
}

export async function keepRun(file: string, run: BenchRun): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(run)}\n`);
}

/** The last run of a bench on a machine. */
export async function lastRun(file: string, bench: string, machine: string): Promise<BenchRun | undefined> {
  const lines = (await textOf(file)).split("\n").filter(Boolean);
  const runs = lines.map((line) => JSON.parse(line) as BenchRun);
  return runs.findLast((run) => run.bench === bench && run.machine === machine);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return "";
    throw error;
  }
}
