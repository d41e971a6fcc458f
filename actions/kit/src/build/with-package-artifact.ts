import { packageArchive } from "../artifacts/archive-names.ts";
import { packArtifact, type Upload } from "../artifacts/pack-artifact.ts";
import type { ActionResult } from "../run/run-action.ts";

interface Wanted {
  readonly artifact?: string | undefined;
  readonly retentionDays?: number | undefined;
}

/** Uploads the result directory of builds that succeeded, if that is wanted. Throws `artifact-unavailable`. */
export async function withPackageArtifact(
  result: ActionResult,
  { artifact: name, retentionDays }: Wanted,
  surroundings: Pick<Upload, "temporary" | "signal">,
): Promise<ActionResult> {
  const { outputs, failure } = result;
  const directory = outputs["directory"];
  if (name === undefined || failure !== undefined || directory === undefined) return result;
  const { id, digest } = await packArtifact(directory, packageArchive, {
    ...{ name, retentionDays },
    ...surroundings,
  });
  return { ...result, outputs: { ...outputs, "artifact-id": String(id), "artifact-digest": digest } };
}
