import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { expect, test } from "vitest";
import { readImageKey } from "./image-key.ts";

const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const bytes = Buffer.from("what is signed");
const source = "a.key";

/** Made by cosign 2.5.0 with the password `trees`, for this test alone. */
const cosignKey = `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----
eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6
OCwicCI6MX0sInNhbHQiOiJTNFZmNWFGMXlmMHlwL3QyaE5NcTNiK09qKzd0cFRR
RXowOGxmQ2NKTlE0PSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94
Iiwibm9uY2UiOiJSTFFTanlOcThCdS9tNjdEbjZPeFcrRm9ncnhzUTRaVCJ9LCJj
aXBoZXJ0ZXh0IjoiSW92ZW5BN3NCMXZjQ1UvRVY1eXVJV3NBcTl1S0tScFIzNUpn
ZGpMRHJVU3Y2cXY4SXBVcnJsQllKd2xwbTIzNTdINGM1ZnI5RVpkb2xWVU5LNEVO
cUFWYlpIQzNyVEJQeTdBUHN1UGZRd1NuNVNWZEpQM3NhQkMxN01mbTk5NytzcmNm
dzBLZ2t0S2ZUU2FYMHRrUUJ1V1FsS0xCMkFzNjZMd2pUcDlGYmxjQ1dSN2lqNlVN
ejFqS1NnaG1QeExtVzAwVXZvN3lvbUpGUHc9PSJ9
-----END ENCRYPTED SIGSTORE PRIVATE KEY-----
`;
const cosignPublic = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEA2VMy+204f5JzrdZoLhou1f4dsWL
cUKevqsaXMNMcmnQyOm8R1OojDRuzCZffdEM/tS0LVJ6r/C2Usn9kNyPOA==
-----END PUBLIC KEY-----
`;

function refusal(pem: string, password = ""): unknown {
  try {
    return readImageKey(pem, { source, password });
  } catch (error) {
    return error;
  }
}

test.each(["pkcs8", "sec1"] as const)("a key in PEM of the form %s signs", (type) => {
  const key = readImageKey(pair.privateKey.export({ format: "pem", type }).toString(), {
    source,
    password: "",
  });

  const signature = key.sign(bytes);
  expect(verify("sha256", bytes, pair.publicKey, Buffer.from(signature, "base64"))).toBe(true);
  expect(key.hasSigned(bytes, signature)).toBe(true);
  expect(key.hasSigned(Buffer.from("other"), signature)).toBe(false);
  expect(key.hasSigned(bytes, "no base64, and no signature")).toBe(false);
});

test("a key that cosign locked with a password signs for its public key", () => {
  const key = readImageKey(cosignKey, { source, password: "trees" });

  const signature = Buffer.from(key.sign(bytes), "base64");
  expect(verify("sha256", bytes, createPublicKey(cosignPublic), signature)).toBe(true);
});

test("a key in PKCS #8 that is locked with a password signs with it alone", () => {
  const pem = pair.privateKey.export({
    ...{ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "trees" },
  });

  expect(readImageKey(pem.toString(), { source, password: "trees" }).hint).toBe(
    readImageKey(pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(), {
      source,
      password: "",
    }).hint,
  );
  expect(refusal(pem.toString(), "shrubs")).toMatchObject({
    code: "trust-refused",
    message: "the password does not unlock a.key",
  });
});

test("a wrong password is refused with the name of the variable, and without the password", () => {
  expect(refusal(cosignKey, "shrubs")).toMatchObject({
    code: "trust-refused",
    message: "the password does not unlock a.key",
    hint: expect.stringContaining("COSIGN_PASSWORD"),
  });
  expect(JSON.stringify(refusal(cosignKey, "shrubs"))).not.toContain("shrubs");
});

test.each([
  ["nothing", "", /has no private key in PEM/],
  ["a public key", cosignPublic, /which cannot sign/],
  ["RSA", rsaKey(), /a key of the type rsa; images are signed with ECDSA on P-256/],
  ["another curve", curveKey("secp384r1"), /an EC key on secp384r1/],
  ["a damaged key of cosign", cosignKey.replace("eyJr", "AAAA"), /is damaged/],
])("%s is refused", (_, pem, message) => {
  expect(refusal(pem)).toMatchObject({ code: "trust-refused", message: expect.stringMatching(message) });
});

function rsaKey(): string {
  return generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({
      format: "pem",
      type: "pkcs8",
    })
    .toString();
}

function curveKey(namedCurve: string): string {
  return generateKeyPairSync("ec", { namedCurve })
    .privateKey.export({ format: "pem", type: "pkcs8" })
    .toString();
}
