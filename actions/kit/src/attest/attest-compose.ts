import { invalidImage } from "@debootc/core/oci/invalid-image";
import { digestOfBytes, type Digest } from "@debootc/core/record/digest";
import type { AttestRequest } from "@debootc/core/request/attest-request";
import { code, table } from "@debootc/core/text/markdown";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { imageIndexFile } from "@debootc/core/compose/image-index-file";
import { findInCompose } from "@debootc/pipeline/composed/find-compose";
import { readIfPresent } from "@debootc/tools/files/paths";
import { join } from "node:path";
import type { ActionResult } from "../run/run-action.ts";
import type { AttestationClient, Predicate } from "./attestation-client.ts";
import { type AttestedSbom, statementsOf, type Subject } from "./statements-of.ts";

/**
 * Attests the provenance of all that a compose has, and the SBOM of each image. Nothing is attested before every SBOM has
 * been read and compared with the digest that the compose recorded. Throws `usage`, `verification-differs`,
 * `attestation-failed`.
 */
export async function attestCompose(
  { compose: named, image, outputDir }: AttestRequest,
  client: AttestationClient,
): Promise<ActionResult> {
  const { directory, compose } = await findInCompose(named, outputDir, () => true);
  const place = join(directory, "compose");
  const variants = [...new Set(compose.legs.map(({ variant }) => variant))];
  if (image !== undefined && variants.length > 1) {
    throw new DebootcError(
      "usage",
      `a compose of several variants is not one image: ${variants.join(", ")}`,
      {
        hint: "Leave out image, or attest the compose of each variant in the job that pushed it.",
      },
    );
  }
  const { made, sboms } = statementsOf(compose, image, await indexesOf(place, variants));
  const documents = await Promise.all(
    sboms.map(async (sbom) => ({ sbom, predicate: await spdx(place, sbom) })),
  );

  const provenance = await client.provenance();
  const attestations = [await attested(client, made, provenance)];
  for (const { sbom, predicate } of documents)
    attestations.push(await attested(client, [sbom.subject], predicate));
  return {
    outputs: { attested: "true", attestations: JSON.stringify(attestations) },
    summary: summaryOf(attestations),
  };
}

async function attested(client: AttestationClient, subjects: readonly Subject[], predicate: Predicate) {
  return { id: await client.attest(subjects, predicate), predicateType: predicate.type, subjects };
}

async function indexesOf(place: string, variants: readonly string[]): Promise<Record<string, Digest>> {
  const found: Record<string, Digest> = {};
  for (const variant of variants) {
    const bytes = await readIfPresent(join(place, variant, imageIndexFile));
    if (bytes !== undefined) found[variant] = digestOfBytes(bytes);
  }
  return found;
}

/** Reads an SBOM as what an attestation says of its image. */
async function spdx(place: string, { path, digest }: AttestedSbom): Promise<Predicate> {
  const file = join(place, path);
  const bytes = await readIfPresent(file);
  if (bytes === undefined) throw invalidImage(`${file} is missing`);
  if (digestOfBytes(bytes) !== digest) {
    throw new DebootcError("verification-differs", `${file} is not the SBOM that the compose recorded`, {
      hint: "Compose again, and let nothing change the compose before it is attested.",
    });
  }
  return { type: "https://spdx.dev/Document/v2.3", params: JSON.parse(bytes.toString()) };
}

function summaryOf(
  attestations: readonly {
    readonly id: string;
    readonly predicateType: string;
    readonly subjects: readonly Subject[];
  }[],
): string {
  const rows = attestations.map(({ id, predicateType, subjects }) => [
    code(predicateType),
    subjects.map(({ name }) => code(name)).join(", "),
    id,
  ]);
  return `${["### Attested", "", ...table(["what", "of", "attestation"], rows)].join("\n")}\n\n`;
}
