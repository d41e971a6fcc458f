import { formatIdentity, type ProcessIdentity, parseIdentity } from "../cache/process-identity.ts";

/** What the environment of a program says about the run that started it. */
export interface RunMark {
  readonly composeId?: string;
  readonly owner?: ProcessIdentity;
}

/**
 * Environment for programs that a run starts on the machine, so that they are known when the run died. It must be
 * taken away inside a sandbox: a package's script that writes its environment down would differ from run to run.
 */
export function markOfRun(composeId: string, owner: ProcessIdentity): Record<string, string> {
  return { DEBOOTC_RUN: composeId, DEBOOTC_OWNER: formatIdentity(owner) };
}

/** Reads the text of /proc/PID/environ. */
export function readMark(environ: string): RunMark {
  const value = (name: string) =>
    environ
      .split("\0")
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const composeId = value("DEBOOTC_RUN");
  const owner = parseIdentity(value("DEBOOTC_OWNER") ?? "");
  return { ...(composeId ? { composeId } : {}), ...(owner ? { owner } : {}) };
}
