import type { BuildResult } from "@debootc/core/mock-build/records/build-result";
import type { ChainResult } from "@debootc/core/mock-build/records/chain-result";

/** Describes what package builds give to the steps after them. */
export const buildOutputs = {
  directory: "the result directory; that of a chain has one for each package",
  status: "successful, failed or cancelled",
  packages:
    "the binary packages of a build as JSON: name, package, version, architecture and sha256 of each; empty for a chain",
  "artifact-id": "the ID of the artifact; empty if none was asked for, or nothing was built",
  "artifact-digest": "the digest of the artifact",
  json: "the record of the build, or of the chain, as one line of JSON",
} as const;

/** Is a value for each output of a build. */
export type BuildOutputs = Readonly<Record<keyof typeof buildOutputs, string>>;

/** Returns the outputs of the build of one package. */
export function outputsOfBuild(directory: string, result: BuildResult): BuildOutputs {
  const packages = result.artefacts.flatMap(
    ({ kind, name, package: binary, version, architecture, sha256 }) =>
      kind === "deb" || kind === "udeb" ? [{ name, package: binary, version, architecture, sha256 }] : [],
  );
  return {
    directory,
    status: result.status,
    packages: JSON.stringify(packages),
    ...noArtifact,
    json: JSON.stringify(result),
  };
}

/** Returns the outputs of the builds of several packages. */
export function outputsOfChain(directory: string, result: ChainResult): BuildOutputs {
  const isBuilt = result.packages.every(({ outcome }) => outcome === "built" || outcome === "reused");
  const status = isBuilt ? "successful" : "failed";
  return { directory, status, packages: "", ...noArtifact, json: JSON.stringify(result) };
}

const noArtifact = { "artifact-id": "", "artifact-digest": "" };
