import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import type { FailedProgram } from "../explain-failure.ts";

/** Checks a root and starts the program that makes a sandbox of it. */
export const enterRoot = join(import.meta.dirname, "../../data/enter-root.sh");

/** The exit status of `enter-root.sh` for a root with a link where something is to be mounted. */
const linkInTheWay = 43;

/**
 * Explains why a command in a sandbox did not start; undefined when it did, or when no sandbox was asked for. A sandbox
 * that is refused says so, and nothing else has said anything before or after: such a line among others may be a package's.
 */
export function refusedSandbox({ tool, exitCode, stdout, stderr }: FailedProgram): DebootcError | undefined {
  const only = stdout.trim() === "" && !stderr.trimEnd().includes("\n") ? stderr.trimEnd() : "";
  const link = tool === enterRoot ? /^enter-root: (.*)$/.exec(only)?.[1] : undefined;
  if (link !== undefined && exitCode === linkInTheWay) {
    return new DebootcError("package-broken", `the root cannot be entered: ${link}`, {
      hint: "A package or a script put the link there; or a mount of the configuration names a path through one.",
    });
  }
  const isSandbox = tool === "bwrap" || tool === enterRoot;
  const refusal = isSandbox ? /^bwrap: (?!execvp).*$/.exec(only)?.[0] : undefined;
  if (refusal === undefined) return undefined;
  return new DebootcError("isolation-unavailable", `this machine does not allow the sandbox: ${refusal}`, {
    hint: "bubblewrap needs namespaces and mounts: run debootc on a machine or in a container that allows root both.",
  });
}
