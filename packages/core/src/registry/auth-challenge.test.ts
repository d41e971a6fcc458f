import { expect, test } from "vitest";
import { parseAuthChallenge } from "./auth-challenge.ts";

const realm = "https://auth.example.org/token";

test.each([
  [`Bearer realm="${realm}"`, { scheme: "bearer", realm }],
  [
    `Bearer realm="${realm}",service="registry.example.org",scope="repository:a:pull,push"`,
    { scheme: "bearer", realm, service: "registry.example.org", scope: "repository:a:pull,push" },
  ],
  [`bearer  Realm = "${realm}" , service=plain`, { scheme: "bearer", realm, service: "plain" }],
  [`Basic realm="x", Bearer realm="${realm}",service="s"`, { scheme: "bearer", realm, service: "s" }],
  [`Bearer realm="${realm}",service="s", Basic realm="x"`, { scheme: "bearer", realm, service: "s" }],
  [
    `Bearer realm="${realm}",service="a \\"quoted\\" word"`,
    { scheme: "bearer", realm, service: 'a "quoted" word' },
  ],
  ['Basic realm="x"', { scheme: "basic" }],
  ["basic", { scheme: "basic" }],
  ["Negotiate", undefined],
  ['Digest realm="Basic things"', undefined],
  ["Bearer", undefined],
  ['Bearer service="s"', undefined],
  ['Bearer realm="file:///etc/passwd"', undefined],
  ['Bearer realm="/token"', undefined],
  ["", undefined],
])("%s", (header, challenge) => {
  expect(parseAuthChallenge(header)).toEqual(challenge);
});
