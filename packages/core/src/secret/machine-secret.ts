/** A line that begins a private key in PEM, OpenSSH's or OpenPGP's armour (RFC 7468, RFC 9580). */
export const privateKeyLine = /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** A key of a name server, as rndc-confgen(8) and tsig-keygen(8) write it. */
const sharedKey = /^\s*key\s+"?[\w.-]+"?\s*\{[^}]*\bsecret\s+"[A-Za-z0-9+/=]{16,}"/m;

/** What kind of secret a file holds that each machine should have one of its own of; undefined for none. */
export function machineSecretIn(text: string): string | undefined {
  if (text.split("\n").some((line) => privateKeyLine.test(line))) return "a private key";
  return sharedKey.test(text) ? "a key of a name server" : undefined;
}
