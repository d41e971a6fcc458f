import { composeArchive } from "./archive-names.ts";
import { packArtifact, type Upload } from "./pack-artifact.ts";

/** Uploads a compose directory. Throws `artifact-unavailable`. */
export async function uploadCompose(
  directory: string,
  upload: Upload,
): Promise<{ readonly id: number; readonly digest: string }> {
  return packArtifact(directory, composeArchive, upload);
}
