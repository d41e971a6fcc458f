/** Matches the first line of a private key in PEM or in the armour of OpenSSH or OpenPGP (RFC 7468, RFC 9580). */
export const privateKeyLine = /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** A name server's key, as rndc-confgen(8) and tsig-keygen(8) write it. */
const sharedKey = /^\s*key\s+"?[\w.-]+"?\s*\{[^}]*\bsecret\s+"[A-Za-z0-9+/=]{16,}"/m;

/** Names the kind of secret in a file that each machine should have its own of; returns undefined for none. */
export function machineSecretIn(text: string): string | undefined {
  if (text.split("\n").some((line) => privateKeyLine.test(line))) return "a private key";
  return sharedKey.test(text) ? "a name server key" : undefined;
}
