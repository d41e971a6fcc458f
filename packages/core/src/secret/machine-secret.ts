/** Matches the first line of a private key in PEM or in the armour of OpenSSH or OpenPGP (RFC 7468, RFC 9580). */
export const privateKeyLine = /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** Describes secrets by what their files hold, as Latin-1 text. */
const contents: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "a private key", pattern: new RegExp(privateKeyLine.source, "m") },
  // DER of PKCS #8 (RFC 5958: a sequence of version, algorithm and key) and of PKCS #1 (RFC 8017).
  { kind: "a private key", pattern: /^0(?:\x82..|\x81.|[\x10-\x7f])\x02\x01[\x00\x01]0[\x05-\x7f]\x06/s },
  { kind: "a private key", pattern: /^0\x82..\x02\x01\x00\x02(?:\x81|\x82.)./s },
  // GnuPG keeps a key as an S-expression, which may be wrapped (agent/keyformat.txt of GnuPG).
  { kind: "a private key", pattern: /^(?:Key: )?\((?:\d+:)?(?:(?:protected|shadowed)-)?private-key/m },
  { kind: "a private key", pattern: /^PuTTY-User-Key-File-\d+:/ },
  { kind: "a private key", pattern: /^AGE-SECRET-KEY-1/m },
  // A name server's key, as rndc-confgen(8) and tsig-keygen(8) write it.
  {
    kind: "a name server key",
    pattern: /^[ \t]*key\s+"?[\w.-]+"?\s*\{[^}]*\bsecret\s+"[A-Za-z0-9+/=]{16,}"/m,
  },
  // Configuration of OpenLDAP's server (slapd-config(5)).
  { kind: "the password of a directory server", pattern: /^olcRootPW::? ?\S/m },
  { kind: "a WireGuard private key", pattern: /^[ \t]*PrivateKey[ \t]*=[ \t]*[A-Za-z0-9+/]{43}=[ \t]*$/m },
  // A table of keys begins with its version (MIT Kerberos, file formats, "Keytab file format").
  { kind: "a Kerberos keytab", pattern: /^\x05[\x01\x02]\x00\x00\x00.\x00/s },
];

/** Describes secrets by names that are conclusive, with any directories before those given. */
const names: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "an Erlang cookie", pattern: /\/\.erlang\.cookie$/ },
  { kind: "a key that signs kernel modules", pattern: /\/(?:mok|dkms|signing_key)\.(?:key|priv)$/i },
  // slapd's backends (slapd-mdb(5), and those of older releases): entries and the passwords in them.
  {
    kind: "the database of a directory server",
    pattern: /\/(?:lib|sysimage)\/(?:ldap|slapd)\/(?:.+\/)?[^/]+\.(?:mdb|bdb)$/,
  },
  { kind: "a Kerberos database", pattern: /\/krb5kdc\/(?:principal(?:\.[^/]+)?|\.k5\.[^/]+|stash)$/ },
  { kind: "a Kerberos keytab", pattern: /\/(?:[^/]+\.)?keytab$/ },
  { kind: "passwords of Samba", pattern: /\/samba\/private\/(?:.+\/)?[^/]+\.[tl]db$/ },
  { kind: "a key of systemd", pattern: /\/systemd\/(?:credential\.secret|random-seed)$/ },
  { kind: "a key of NetworkManager", pattern: /\/NetworkManager\/secret_key$/ },
  { kind: "a network password", pattern: /\/iwd\/[^/]+\.(?:psk|8021x)$/ },
  { kind: "a key of a Tor service", pattern: /\/tor\/(?:.+\/)?(?:hs_ed25519_secret_key|secret_[^/]+)$/ },
  {
    kind: "keys of Bluetooth devices",
    pattern: /\/bluetooth\/[0-9A-F:]{17}\/(?:[0-9A-F:]{17}\/info|identity)$/,
  },
  { kind: "a GnuPG private key", pattern: /\/(?:private-keys-v1\.d\/[^/]+\.key|secring\.gpg)$/ },
  { kind: "a key store", pattern: /\/[^/]+\.(?:p12|pfx|jks|keystore|kdbx|ppk)$/ },
];

/** Names the kind of secret in a file that each machine should have its own of; returns undefined for none. */
export function machineSecretIn(text: string): string | undefined {
  return contents.find(({ pattern }) => pattern.test(text))?.kind;
}

/** Names the kind of secret that a file of this name is, whatever is in it; returns undefined for none. */
export function machineSecretAt(path: string): string | undefined {
  return names.find(({ pattern }) => pattern.test(path))?.kind;
}
