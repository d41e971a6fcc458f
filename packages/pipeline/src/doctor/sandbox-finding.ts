import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Command, run } from "@debootc/tools/run";
import { hostTool } from "@debootc/tools/sandbox/sandbox";

export type TrialOutcome =
  | { readonly outcome: "worked" }
  | { readonly outcome: "failed"; readonly reason: string }
  /** sudo would ask for a password. */
  | { readonly outcome: "not-tried" };

/** Whether the sandbox of composes works here, by a trial of it as root. */
export async function sandboxFinding(isRoot: boolean): Promise<DoctorFinding> {
  return judgeSandbox(await trySandbox(isRoot));
}

export function judgeSandbox(trial: TrialOutcome): DoctorFinding {
  const finding = { id: "sandbox", title: "sandbox" };
  if (trial.outcome === "worked") return { ...finding, state: "ok", detail: "bwrap makes its namespaces" };
  if (trial.outcome === "not-tried") {
    return {
      ...finding,
      state: "ok",
      detail: "not tried: sudo asks for a password",
      hint: "To try it: sudo true",
    };
  }
  return {
    ...finding,
    state: "lacking",
    detail: trial.reason,
    hint: "Use a machine, or a container that may make namespaces (docker run --privileged, podman run --privileged).",
    code: "isolation-unavailable",
  };
}

async function trySandbox(isRoot: boolean): Promise<TrialOutcome> {
  const asRoot = ({ tool, args }: Command): Command =>
    isRoot ? { tool, args } : { tool: "sudo", args: ["--non-interactive", "--", tool, ...args] };
  try {
    if (!isRoot) await run(asRoot({ tool: "true", args: [] }));
  } catch {
    return { outcome: "not-tried" };
  }
  try {
    await run({
      ...asRoot(hostTool("/trial", { tool: "true", args: [] }, { withoutFilter: true })),
      timeoutSeconds: 30,
    });
    return { outcome: "worked" };
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return { outcome: "failed", reason: lastLine(error.message) };
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
