import { requireDirectory } from "@debootc/tools/files/require-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { matchesGlob } from "@debootc/core/text/matches-glob";
import { join } from "node:path";
import { composeArchive } from "./archive-names.ts";
import { artifactClient, artifactError } from "./artifact-client.ts";
import { unpackArtifact } from "./unpack-artifact.ts";

interface Download {
  /** Gets a directory for each artifact. */
  readonly target: string;
  readonly signal: AbortSignal;
}

/**
 * Downloads the artifacts of this run that match a pattern, checks their digests, unpacks the composes in them and returns
 * their directories. Throws `artifact-unavailable`, `verification-differs`, `legs-unfit` if there are none.
 */
export async function downloadComposes(pattern: string, { target, signal }: Download): Promise<string[]> {
  const client = await artifactClient();
  const failed = (doing: string) => (error: unknown) => {
    throw artifactError(doing, error);
  };
  const { artifacts } = await client
    .listArtifacts({ latest: true })
    .catch(failed("list the artifacts of this run"));
  const wanted = artifacts
    .filter(({ name }) => matchesGlob(pattern, name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (wanted.length === 0) throw nothingMatches(pattern, artifacts);
  const composes: string[] = [];
  for (const { id, name, digest } of wanted) {
    const directory = join(target, String(id));
    await requireDirectory(directory);
    const options = { path: directory, ...(digest === undefined ? {} : { expectedHash: digest }) };
    const { digestMismatch } = await client
      .downloadArtifact(id, options)
      .catch(failed(`download the artifact ${name}`));
    if (digestMismatch === true) throw differs(name);
    const compose = await unpackArtifact(directory, { archive: composeArchive, signal });
    if (compose === undefined) throw noCompose(name);
    composes.push(compose);
  }
  return composes;
}

function noCompose(artifact: string): DebootcError {
  return new DebootcError("legs-unfit", `the artifact ${artifact} is not one compose directory`, {
    hint: "Upload composes with the input artifact of debootc/compose, and choose a pattern that matches only these.",
  });
}

function differs(name: string): DebootcError {
  return new DebootcError("verification-differs", `the artifact ${name} is not what was uploaded`, {
    hint: "Run the job again; if it differs once more, run the job that uploaded it.",
  });
}

function nothingMatches(pattern: string, artifacts: readonly { readonly name: string }[]): DebootcError {
  const names = artifacts.map(({ name }) => name).toSorted();
  const there = names.length === 0 ? "this run has no artifacts" : `this run has ${names.join(", ")}`;
  return new DebootcError("legs-unfit", `no artifact is called ${pattern}; ${there}`, {
    hint: "Let each leg name its artifact with the input artifact, and this job wait for all of them with needs.",
  });
}
