import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { cgroupFinding } from "./cgroup-finding.ts";
import { kvmFinding } from "./kvm-finding.ts";
import { memoryFinding } from "./memory-finding.ts";
import { sandboxFinding } from "./sandbox-finding.ts";
import { spaceFinding } from "./space-finding.ts";
import { toolFindings } from "./tool-findings.ts";

export interface Machine {
  /** Absolute path; need not exist. */
  readonly outputDir: string;
  /** Absolute path; need not exist. */
  readonly cacheDir: string;
  /** Whether this process is root; otherwise sudo is used, but never prompts for a password. */
  readonly isRoot: boolean;
}

/** Finds what this machine has and lacks for composing. Changes nothing. */
export async function diagnoseMachine(
  { outputDir, cacheDir, isRoot }: Machine,
  signal: AbortSignal,
): Promise<DoctorFinding[]> {
  const tools = await toolFindings(isRoot);
  const isThere = (tool: string) => tools.some(({ id, state }) => id === `tool:${tool}` && state === "ok");
  const canTry = isThere("bwrap") && (isRoot || isThere("sudo"));
  return [
    ...tools,
    ...(canTry ? [await sandboxFinding(isRoot)] : []),
    await spaceFinding({ id: "space:output", title: "output directory", path: outputDir }),
    await spaceFinding({ id: "space:cache", title: "cache directory", path: cacheDir }),
    await memoryFinding(),
    await kvmFinding(outputDir, signal),
    await cgroupFinding(),
  ];
}
