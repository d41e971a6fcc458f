import { artifactName } from "@debootc/core/task/artifact-name";
import type { RunRow, TaskRow } from "../database/tables.ts";

/** Returns the name of the artifact that the job of a task uploads its result as; undefined for releases, which have no job. */
export function artifactOfTask(
  { kind, name }: Pick<TaskRow, "kind" | "name">,
  { compose_id }: Pick<RunRow, "compose_id">,
): string | undefined {
  if (kind === "release") return undefined;
  return artifactName(kind, kind === "assemble" ? (compose_id ?? name) : name);
}
