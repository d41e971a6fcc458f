import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import { legText } from "@debootc/core/compose/leg-name";
import type { Digest } from "@debootc/core/record/digest";
import type { RegistryReference } from "@debootc/core/registry/reference";

/** Is something that an attestation is about. */
export interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** Is an SBOM to attest, and the image that it describes. */
export interface AttestedSbom {
  readonly subject: Subject;
  /** Relative to the directory `compose`. */
  readonly path: string;
  readonly digest: Digest;
}

/** Says what the attestations of a compose are about. */
export interface Statements {
  /** All that the workflow made: images, their indexes, commits and disks. */
  readonly made: readonly Subject[];
  readonly sboms: readonly AttestedSbom[];
}

export const spdxFile = "sbom.spdx.json";

type Made = Pick<ComposeRecord, "composeId" | "legs">;

/**
 * Lists the subjects of a compose. Images have the name under which they were pushed, or else one of the compose; `indexes`
 * are the digests of the indexes of variants with several architectures.
 */
export function statementsOf(
  { composeId, legs }: Made,
  image: RegistryReference | undefined,
  indexes: Readonly<Record<string, Digest>>,
): Statements {
  const nameOf = (part: string) =>
    image === undefined ? `${composeId}/${part}` : `${image.registry}/${image.name}`;
  const images = legs.map((leg) => subject(nameOf(`${legText(leg)}/oci`), leg.image.manifestDigest));
  const made = [
    ...images,
    ...Object.entries(indexes).map(([variant, digest]) => subject(nameOf(`${variant}/oci`), digest)),
    ...legs.map(({ ref, commit }) => subject(ref, `sha256:${commit.checksum}`)),
    ...legs.flatMap((leg) =>
      (leg.disks ?? []).map(({ file, digest }) => subject(`${composeId}/${legText(leg)}/${file}`, digest)),
    ),
  ];
  const sboms = legs.flatMap((leg, index) => {
    const digest = leg.files[spdxFile];
    const about = images[index];
    if (digest === undefined || about === undefined) return [];
    return [{ subject: about, path: `${legText(leg)}/${spdxFile}`, digest }];
  });
  return { made, sboms };
}

function subject(name: string, digest: string): Subject {
  return { name, digest: { sha256: digest.slice("sha256:".length) } };
}
