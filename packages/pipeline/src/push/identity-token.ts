import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "@debootc/tools/errno";
import { jobToken } from "@debootc/tools/keys/job-token";
import type { Wire } from "@debootc/tools/registry/send-request";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { type Patience, retried } from "./retried.ts";

type Identity = NonNullable<PipelineDependencies["environment"]["identity"]>;

/** Returns the token that says who signs: the one that was given, or what GitHub gives a job. Throws `signing-service-unreachable`. */
export async function identityToken(identity: Identity, wire: Wire, patience: Patience): Promise<string> {
  if ("token" in identity) return identity.token;
  const { signal } = wire;
  try {
    const attempts = { patience, signal, log: () => {}, report: () => {} };
    return await retried(() => jobToken(identity, wire), attempts);
  } catch (cause) {
    signal.throwIfAborted();
    throw new DebootcError(
      "signing-service-unreachable",
      `GitHub gives this job no identity token: ${reasonOf(cause)}`,
      { hint: "Run the job again; what it made is not changed.", cause },
    );
  }
}
