import { parseAuthChallenge } from "@debootc/core/registry/auth-challenge";
import type { RegistryCredential } from "@debootc/core/registry/auth-file";
import { RegistryError } from "./registry-error.ts";
import { type Authorization, authorize } from "./registry-token.ts";
import type { HttpAnswer, Wire } from "./send-request.ts";

/** Keeps a session with a registry logged in, for all requests together. */
export interface RegistryLogin {
  /** Returns the Authorization header, renewed if it has expired; undefined as long as none is wanted. */
  readonly header: () => Promise<string | undefined>;
  /** Logs in as an answer with status 401 demands, unless another request has done so since `used` was sent. */
  readonly refused: (answer: HttpAnswer, used: string | undefined) => Promise<void>;
}

interface LoginFacts {
  readonly credential: RegistryCredential | undefined;
  readonly scopes: readonly string[];
  readonly isSecure: boolean;
}

/** Begins without any authorization, which the first refusal changes. Its functions throw RegistryError. */
export function registryLogin(facts: LoginFacts, wire: Wire): RegistryLogin {
  let current: Authorization | undefined;
  let demand: HttpAnswer | undefined;
  let renewal: Promise<void> | undefined;

  const renew = async ({ headers }: HttpAnswer) => {
    const challenge = parseAuthChallenge(headers["www-authenticate"] ?? "");
    if (challenge === undefined)
      throw new RegistryError("unauthorized", "it wants a login of a kind that debootc does not know");
    current = await authorize({ challenge, ...facts }, wire);
  };
  const renewOnce = async (answer: HttpAnswer) => {
    renewal ??= renew(answer).finally(() => {
      renewal = undefined;
    });
    await renewal;
  };

  return {
    header: async () => {
      const hasExpired = current?.expires !== undefined && current.expires <= wire.clock();
      if (hasExpired && demand !== undefined) await renewOnce(demand);
      return current?.header;
    },
    refused: async (answer, used) => {
      demand = answer;
      if (current?.header === used) await renewOnce(answer);
    },
  };
}
