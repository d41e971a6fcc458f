import { createPrivateKey, createSign, type KeyObject } from "node:crypto";
import { GitHubError } from "./github-error.ts";

/** Holds what the hub is known by at GitHub. */
export interface AppCredentials {
  readonly appId: number;
  /** In PEM, as GitHub hands it out. */
  readonly privateKey: string;
}

/** GitHub refuses tokens that are valid for longer than ten minutes. */
const validSeconds = 8 * 60;

/** A clock that is ahead of GitHub's makes a token that is not valid yet. */
const backSeconds = 60;

/** Makes the token by which the App itself calls GitHub, at a moment of GitHub's clock. Throws `github-refused`. */
export function appToken({ appId, privateKey }: AppCredentials, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = { iat: seconds - backSeconds, exp: seconds + validSeconds, iss: String(appId) };
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(keyOf(privateKey), "base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Returns whether a text is a key that an App can have. */
export function isAppKey(text: string): boolean {
  return rsaKeyIn(text) !== undefined;
}

function rsaKeyIn(text: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === "rsa" ? key : undefined;
  } catch {
    // What OpenSSL says may quote the key.
    return undefined;
  }
}

function keyOf(privateKey: string): KeyObject {
  const key = rsaKeyIn(privateKey);
  if (key !== undefined) return key;
  throw new GitHubError(
    "github-refused",
    "cannot sign in at GitHub: the private key of the App is not an RSA key",
    {
      hint: "Give the file that GitHub lets you download in the settings of the App: it begins with -----BEGIN.",
    },
  );
}
