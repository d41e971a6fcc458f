import type { RunRow, TaskRow } from "../database/tables.ts";

/**
 * Returns the name of the artifact that the job of a task uploads its compose as, for legs and for what joins them; undefined for
 * other tasks.
 */
export function artifactName(
  { kind, variant, arch }: Pick<TaskRow, "kind" | "variant" | "arch">,
  { compose_id }: Pick<RunRow, "compose_id">,
): string | undefined {
  if (kind === "leg") return `leg-${variant ?? ""}-${arch ?? ""}`;
  return kind === "assemble" ? `compose-${compose_id ?? ""}` : undefined;
}
