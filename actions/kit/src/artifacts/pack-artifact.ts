import { run } from "@debootc/tools/run";
import { mkdtemp, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { artifactClient, artifactError } from "./artifact-client.ts";

export interface Upload {
  readonly name: string;
  readonly retentionDays: number | undefined;
  /** Where the archive may be until it is uploaded. */
  readonly temporary: string;
  readonly signal: AbortSignal;
}

/**
 * Uploads a directory as one tar archive in an artifact: artifacts by themselves keep neither modes nor links, and take long
 * for the thousands of files of a repository. Throws `artifact-unavailable`.
 */
export async function packArtifact(
  directory: string,
  archive: string,
  { name, retentionDays, temporary, signal }: Upload,
): Promise<{ readonly id: number; readonly digest: string }> {
  const packed = await mkdtemp(join(temporary, "debootc-artifact-"));
  try {
    const file = join(packed, archive);
    const parts = ["--create", "--file", file, "--directory", dirname(directory), "--", basename(directory)];
    await run({ tool: "tar", args: parts, signal });
    const client = await artifactClient();
    const options = { compressionLevel: 0, ...(retentionDays === undefined ? {} : { retentionDays }) };
    const { id = 0, digest = "" } = await client
      .uploadArtifact(name, [file], packed, options)
      .catch((error: unknown) => {
        throw artifactError(`upload the artifact ${name}`, error);
      });
    return { id, digest: `sha256:${digest}` };
  } finally {
    await rm(packed, { recursive: true, force: true });
  }
}
