import { expect, test } from "vitest";
import { authorizationFor, parseAptCredentials } from "./apt-auth.ts";

const credentials = parseAptCredentials(`
# comment
machine private.example.org/apt login me password secret
machine http://plain.example.org:8080
  login you
  password open
`);

function headerFor(address: string): string | undefined {
  return authorizationFor(new URL(address), credentials);
}

test("an entry is used for its host and below its path", () => {
  expect(headerFor("https://private.example.org/apt/pool/x.deb")).toBe(
    `Basic ${Buffer.from("me:secret").toString("base64")}`,
  );
  expect(headerFor("https://private.example.org/other")).toBeUndefined();
  expect(headerFor("https://example.org/apt/")).toBeUndefined();
});

test("an entry without a scheme is never sent unencrypted", () => {
  expect(headerFor("http://private.example.org/apt/x.deb")).toBeUndefined();
  expect(headerFor("http://plain.example.org:8080/x.deb")).toBe(
    `Basic ${Buffer.from("you:open").toString("base64")}`,
  );
  expect(headerFor("http://plain.example.org/x.deb")).toBeUndefined();
});
