import { expect, test } from "vitest";
import { machineSecretIn } from "./machine-secret.ts";

test.each([
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n", "a private key"],
  ["certificate\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", "a private key"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\n", "a private key"],
  ["-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "a private key"],
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
