import type { AuthChallenge } from "@debootc/core/registry/auth-challenge";
import type { RegistryCredential } from "@debootc/core/registry/auth-file";
import { parseToken } from "@debootc/core/registry/registry-answers";
import { answerError } from "./answer-error.ts";
import { RegistryError } from "./registry-error.ts";
import { sendRequest, type Wire } from "./send-request.ts";

/** Is what goes into the Authorization header, and until when it does. */
export interface Authorization {
  readonly header: string;
  /** Absent if it does not expire. */
  readonly expires?: Date;
}

interface TokenWish {
  readonly challenge: AuthChallenge;
  readonly credential: RegistryCredential | undefined;
  /** What the token shall allow, such as `repository:me/minimal:pull,push`. */
  readonly scopes: readonly string[];
  /** Whether the registry itself is asked by TLS. */
  readonly isSecure: boolean;
}

/**
 * Returns what a challenge demands, where needed by a token of its realm; undefined if there is no credential for it.
 * Throws RegistryError, which never quotes a secret.
 */
export async function authorize(wish: TokenWish, wire: Wire): Promise<Authorization | undefined> {
  const { challenge, credential } = wish;
  if (challenge.scheme === "basic") {
    if (credential === undefined || !("login" in credential)) return undefined;
    return { header: basic(credential) };
  }
  const realm = new URL(challenge.realm);
  if (wish.isSecure && realm.protocol !== "https:")
    throw new RegistryError("refused", "the registry wants tokens to be fetched without TLS");
  const answer = await requestToken(realm, wish, challenge.service, wire);
  if (answer.status !== 200) throw answerError(answer, `a token of ${realm.host}`);
  const found = parseToken(answer.body.toString());
  if (found === undefined) throw new RegistryError("refused", `${realm.host} answers without a token`);
  // A little early, since a request takes its time, too.
  return { header: `Bearer ${found.token}`, expires: new Date(answer.time.getTime() + found.seconds * 900) };
}

async function requestToken(
  realm: URL,
  { credential, scopes }: TokenWish,
  service: string | undefined,
  wire: Wire,
) {
  if (credential !== undefined && "identityToken" in credential) {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "debootc",
      refresh_token: credential.identityToken,
      scope: scopes.join(" "),
      ...(service === undefined ? {} : { service }),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return sendRequest({ method: "POST", url: realm, headers, body: Buffer.from(form.toString()) }, wire);
  }
  if (service !== undefined) realm.searchParams.set("service", service);
  for (const scope of scopes) realm.searchParams.append("scope", scope);
  const headers = credential === undefined ? {} : { authorization: basic(credential) };
  return sendRequest({ method: "GET", url: realm, headers }, wire);
}

function basic({ login, password }: { readonly login: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`;
}
