import type { TaskKind } from "./task-kind.ts";

/**
 * Returns the name of the artifact that holds the result of a task: `leg-minimal-amd64` of the leg minimal/amd64,
 * `compose-ID` of what assembles them. What GitHub does not take in such names, and what shells would read in another way,
 * becomes a hyphen.
 */
export function artifactName(kind: Exclude<TaskKind, "release">, name: string): string {
  const prefix = kind === "assemble" ? "compose" : kind;
  return `${prefix}-${name.replaceAll(/[^A-Za-z0-9._+~-]+/g, "-")}`;
}
