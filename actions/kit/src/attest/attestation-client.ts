import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Subject } from "./statements-of.ts";

/** Is what an attestation says of its subjects. */
export interface Predicate {
  readonly type: string;
  readonly params: object;
}

/** Signs with the identity of the workflow, and stores what is signed in its repository. */
export interface AttestationClient {
  /** Returns what GitHub vouches for: which workflow, commit and runner this is (SLSA provenance 1.0). */
  readonly provenance: () => Promise<Predicate>;
  /** Returns the ID under which the repository has the attestation. */
  readonly attest: (subjects: readonly Subject[], predicate: Predicate) => Promise<string>;
}

/**
 * Makes a client for a job with an identity token, of which the library is loaded when it is used. `issuer` stands in for
 * GitHub's. Both functions throw `attestation-failed`.
 */
export function attestationClient(token: string, issuer?: string): AttestationClient {
  return {
    provenance: () =>
      explained("learn which workflow this is", async () => {
        const { buildSLSAProvenancePredicate } = await import("@actions/attest");
        return buildSLSAProvenancePredicate(issuer);
      }),
    attest: (subjects, { type, params }) =>
      explained(`attest ${subjects.map(({ name }) => name).join(", ")}`, async () => {
        const { attest } = await import("@actions/attest");
        const { attestationID = "" } = await attest({
          ...{ subjects: subjects.map((one) => ({ name: one.name, digest: { ...one.digest } })) },
          ...{ predicateType: type, predicate: params, token },
        });
        return attestationID;
      }),
  };
}

async function explained<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DebootcError("attestation-failed", `cannot ${doing}: ${reason}`, {
      hint: /resource not accessible|forbidden|403/i.test(reason)
        ? "Write attestations: write below permissions: of the job. Private repositories need GitHub Enterprise Cloud."
        : "Run the job again: what it composed is not changed.",
      cause,
    });
  }
}
