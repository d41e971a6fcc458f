import { expect, test } from "vitest";
import { refusalToAttest } from "./refusal-to-attest.ts";

const able = {
  GITHUB_SERVER_URL: "https://github.com",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example.org",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
  GITHUB_TOKEN: "secret",
};

test("a job with an identity token can attest, on github.com and ghe.com", () => {
  expect(refusalToAttest(able, false)).toBeUndefined();
  expect(refusalToAttest({ ...able, GITHUB_SERVER_URL: "https://me.ghe.com" }, false)).toBeUndefined();
});

test.each([
  ["of a fork", {}, true, /cannot write to the repository/],
  ["without the permission", { ACTIONS_ID_TOKEN_REQUEST_URL: undefined }, false, /id-token: write/],
  ["on a server", { GITHUB_SERVER_URL: "https://git.example.org" }, false, /docs\/signatures.md/],
  [
    "on a server with a similar name",
    { GITHUB_SERVER_URL: "https://ghe.com.example.org" },
    false,
    /has no attestations/,
  ],
  ["under act", { GITHUB_SERVER_URL: undefined }, false, /this runner has no attestations/],
  ["without a token", { GITHUB_TOKEN: "" }, false, /GITHUB_TOKEN/],
])("a job %s cannot, and hears why and no secret", (_, changes, isUntrusted, message) => {
  const said = refusalToAttest({ ...able, ...changes }, isUntrusted) ?? "";

  expect(said).toMatch(message);
  expect(said).not.toContain("secret");
});
