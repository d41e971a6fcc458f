import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { machineSecretAt, machineSecretIn } from "./machine-secret.ts";

test.each([
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n", "a private key"],
  ["certificate\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", "a private key"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\n", "a private key"],
  ["-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "a private key"],
  ["PuTTY-User-Key-File-3: ssh-ed25519\n", "a private key"],
  ["# created: today\nAGE-SECRET-KEY-1QQQ\n", "a private key"],
  ["(21:protected-private-key(3:rsa", "a private key"],
  ["Created: 20250101T000000\nKey: (private-key (ecc", "a private key"],
  ["olcDatabase: {1}mdb\nolcRootPW:: e1NTSEF9\n", "the password of a directory server"],
  [`[Interface]\nPrivateKey = ${"A".repeat(43)}=\n`, "a WireGuard private key"],
  ["\x05\x02\x00\x00\x00\x3c\x00\x02", "a Kerberos keytab"],
  [
    'key "rndc-key" {\n\talgorithm hmac-sha256;\n\tsecret "c2VjcmV0c2VjcmV0c2VjcmV0";\n};\n',
    "a name server key",
  ],
])("a secret of a machine is known by its content", (text, kind) => {
  expect(machineSecretIn(text)).toBe(kind);
});

test.each([
  "-----BEGIN CERTIFICATE-----\nMIIE\n",
  "-----BEGIN PUBLIC KEY-----\n",
  "# like -----BEGIN PRIVATE KEY-----\n",
  'key "rndc-key" {\n\talgorithm hmac-sha256;\n\tsecret "";\n};\n',
])("what is public is none", (text) => {
  expect(machineSecretIn(text)).toBeUndefined();
});

test.each([
  ["pkcs8", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
  ["pkcs1", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
  ["pkcs8", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey],
  ["pkcs8", generateKeyPairSync("ed25519").privateKey],
] as const)("a private key in binary form is known too: %s", (type, key) => {
  const der = key.export({ type: type as "pkcs8", format: "der" });

  expect(machineSecretIn(der.toString("latin1"))).toBe("a private key");
});

test.each([
  generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "der" }),
  generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }),
])("a public key in binary form is not a secret", (der) => {
  expect(machineSecretIn(der.toString("latin1"))).toBeUndefined();
});

test.each([
  ["/var/lib/rabbitmq/.erlang.cookie", "an Erlang cookie"],
  ["/var/lib/dkms/mok.key", "a key that signs kernel modules"],
  ["/var/lib/shim-signed/mok/MOK.priv", "a key that signs kernel modules"],
  ["/var/lib/ldap/data.mdb", "the database of a directory server"],
  ["/usr/share/factory/var/lib/ldap/data.mdb", "the database of a directory server"],
  ["/usr/lib/sysimage/ldap/data.mdb", "the database of a directory server"],
  ["/var/lib/samba/private/secrets.tdb", "passwords of Samba"],
  ["/var/lib/krb5kdc/principal", "a Kerberos database"],
  ["/etc/krb5.keytab", "a Kerberos keytab"],
])("%s is known by its name: %s", (path, kind) => {
  expect(machineSecretAt(path)).toBe(kind);
});

test.each([
  "/var/lib/dkms/mok.pub",
  "/var/lib/ldap/DB_CONFIG",
  "/var/lib/samba/share_info.tdb",
  "/etc/ssl/certs/java/cacerts",
])("%s is not a secret by its name", (path) => {
  expect(machineSecretAt(path)).toBeUndefined();
});
