import { type ComposeResult, type LegResult, recordOf } from "@debootc/core/compose/compose-result";
import type { ComposeStatus } from "@debootc/core/compose/compose-status";
import { legText } from "@debootc/core/compose/leg-name";
import { sbomFormats } from "@debootc/core/sbom/sbom-record";
import { join } from "node:path";
import type { LegFacts } from "./leg-facts.ts";

/** Describes what a compose gives to the steps after it. What belongs to one leg is empty if there are several. */
export const composeOutputs = {
  "compose-id": "the ID of the compose, such as minimal-13-20261130.0",
  directory: "the compose directory",
  status:
    "FINISHED, FINISHED_INCOMPLETE if something failed that may fail, DOOMED if all legs failed that may fail, TERMINATED if phases or steps were left out that it cannot be published without",
  legs: 'the legs that are there, as JSON: ["minimal/amd64"]',
  version: "the version of the tree",
  ref: "the ref of the commit",
  commit: "the checksum of the ostree commit",
  repository: "the ostree repository with the commit",
  image: "the image as skopeo and podman name it: oci:DIRECTORY:TAG",
  "image-digest": "the digest of the image's manifest",
  "image-size": "the bytes of all layers of the image",
  packages: "the packages as JSON: name, version, architecture and source of each",
  layers: "the layers of the image as JSON, the lowest first: digest, diffId, size and, if known, components",
  "sbom-spdx": "the SBOM in SPDX",
  "sbom-cyclonedx": "the SBOM in CycloneDX",
  report: "the page about the compose, for people",
  unchanged: "true if nothing had to be made, because all results were in the cache",
  "update-size": "the bytes that a host with the previous image downloads; empty without one",
  "artifact-id": "the ID of the artifact; empty if none was asked for",
  "artifact-digest": "the digest of the artifact; empty if none was asked for",
  json: "the record of the compose as one line of JSON: all legs, with paths, commits, images and digests",
} as const;

/** Is a value for each output of a compose. */
export type ComposeOutputs = Readonly<Record<keyof typeof composeOutputs, string>>;

/** Returns the outputs of a compose; `facts` are those of its only leg. */
export function outputsOf(
  result: ComposeResult,
  facts: LegFacts | undefined,
  artifact: { readonly id: number; readonly digest: string } | undefined,
): ComposeOutputs {
  const { composeId, directory, legs, files, leftOut } = result;
  const [only, ...others] = legs;
  const leg = others.length === 0 ? only : undefined;
  return {
    "compose-id": composeId,
    directory,
    status: statusOf(result),
    legs: JSON.stringify(legs.map(legText)),
    ...ofLeg(leg, directory),
    packages: facts === undefined ? "" : JSON.stringify(facts.packages.map(shortPackage)),
    layers: facts === undefined ? "" : JSON.stringify(facts.layers),
    report: files.report ?? "",
    unchanged: String(leftOut === undefined && legs.every(({ unchanged }) => unchanged !== undefined)),
    "artifact-id": artifact === undefined ? "" : String(artifact.id),
    "artifact-digest": artifact?.digest ?? "",
    json: JSON.stringify(recordOf(result)),
  };
}

function statusOf({ failed, leftOut }: ComposeResult): ComposeStatus {
  if (leftOut !== undefined) return "TERMINATED";
  return failed === undefined ? "FINISHED" : "FINISHED_INCOMPLETE";
}

type OfLeg = Pick<
  ComposeOutputs,
  | "version"
  | "ref"
  | "commit"
  | "repository"
  | "image"
  | "image-digest"
  | "image-size"
  | "sbom-spdx"
  | "sbom-cyclonedx"
  | "update-size"
>;

function ofLeg(leg: LegResult | undefined, directory: string): OfLeg {
  const sboms = sbomFormats.map(({ file }) =>
    leg?.files[file] === undefined ? "" : join(directory, "compose", legText(leg), file),
  );
  return {
    version: leg?.treeVersion ?? "",
    ref: leg?.ref ?? "",
    commit: leg?.commit.checksum ?? "",
    repository: leg?.commit.repo ?? "",
    image: leg === undefined ? "" : `oci:${leg.image.layout}:${leg.image.tag}`,
    "image-digest": leg?.image.manifestDigest ?? "",
    "image-size": leg === undefined ? "" : String(leg.image.size),
    "sbom-spdx": sboms[0] ?? "",
    "sbom-cyclonedx": sboms[1] ?? "",
    "update-size": leg?.update === undefined ? "" : String(leg.update.bytes),
  };
}

function shortPackage({ name, version, architecture, source }: LegFacts["packages"][number]): object {
  return { name, version, architecture, source };
}
