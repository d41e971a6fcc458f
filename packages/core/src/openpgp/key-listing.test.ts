import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseKeyListing } from "./key-listing.ts";
import { publicKey } from "./public-keys.fixture.ts";
import { signatureIssuer } from "./signature-issuer.ts";

test("a key is listed with its subkeys, which may sign for it", () => {
  const text = [
    "sec:-:255:22:B53C6EA069A8751F:1700000000:1702592000::-:::scSC:::#::ed25519:::0:",
    "fpr:::::::::AAAA:",
    "grp:::::::::41D870D684B3DA5DB8A0DBF4C896CC11352F704A:",
    "uid:-::::1795398521::AFD7::a@example.org::::::::::0:",
    "ssb:-:255:22:73F8FC3AA0669A67:1795399596:::::s:::::ed25519::",
    "fpr:::::::::BBBB:",
  ].join("\n");

  expect(parseKeyListing(text)).toEqual([
    {
      isSecret: true,
      fingerprint: "AAAA",
      fingerprints: ["AAAA", "BBBB"],
      expires: 1_702_592_000,
      user: "a@example.org",
    },
  ]);
});

test("a signature of gpg names the key that made it", () => {
  const signature = Buffer.from(
    "iIQEABYIACwWIQQFp7MW/a02x3mQvvG1PG6gaah1HwUCawOj6g4cYUBleGFtcGxlLm9yZwAKCRC1PG6gaah1H6uwAP49akWgcFvGxNiNyfhg0f4liRb8ske6+ndSHIBfrRMn7AEA6PWqggDXJ4wDImY4AeHmiU71bA6bL2ocvQbRohH+DQg=",
    "base64",
  );

  expect(signatureIssuer(signature)).toMatchObject({ key: publicKey.fingerprint });
});

test("no bytes make reading a signature fail", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 190 }), (body) => {
      const found = signatureIssuer(Uint8Array.from([0x88, body.length + 1, 4, ...body]));
      expect(found === undefined || /^[0-9A-F]*$/.test(found.key)).toBe(true);
    }),
  );
});
