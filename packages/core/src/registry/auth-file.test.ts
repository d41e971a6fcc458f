import { describe, expect, test } from "vitest";
import { credentialIn, parseAuthFile } from "./auth-file.ts";

const auth = (text: string) => ({ auth: Buffer.from(text).toString("base64") });
const find = (file: object, registry: string, name: string) =>
  credentialIn(parseAuthFile(JSON.stringify(file), "auth.json"), { registry, name }, "auth.json");

describe("credentialIn", () => {
  const auths = {
    "ghcr.io": auth("host:a"),
    "ghcr.io/me": auth("space:b:c"),
    "ghcr.io/me/minimal": auth("repository:d"),
    "https://old.example.org/v1/": auth("old:e"),
    "https://index.docker.io/v1/": auth("hub:f"),
    "token.example.org": { identitytoken: "g", ...auth("ignored:h") },
    "empty.example.org": {},
  };

  test.each([
    ["ghcr.io", "other/x", { login: "host", password: "a" }],
    ["ghcr.io", "me/x", { login: "space", password: "b:c" }],
    ["ghcr.io", "me/minimal", { login: "repository", password: "d" }],
    ["ghcr.io", "me2/x", { login: "host", password: "a" }],
    ["old.example.org", "x", { login: "old", password: "e" }],
    ["docker.io", "me/x", { login: "hub", password: "f" }],
    ["token.example.org", "x", { identityToken: "g" }],
  ])("the longest path of %s/%s counts", (registry, name, credential) => {
    expect(find({ auths }, registry, name)).toEqual({ credential });
  });

  test.each(["example.org", "empty.example.org", "evil-ghcr.io", "ghcr.io.example.org"])(
    "%s has none",
    (registry) => {
      expect(find({ auths }, registry, "me/minimal")).toBeUndefined();
    },
  );

  test("a helper of the host comes before the file, and one for all after it", () => {
    const file = { auths, credHelpers: { "ghcr.io": "pass" }, credsStore: "secretservice" };

    expect(find(file, "ghcr.io", "x")).toEqual({ helper: "pass", host: "ghcr.io" });
    expect(find(file, "old.example.org", "x")).toHaveProperty("credential");
    expect(find(file, "new.example.org", "x")).toEqual({ helper: "secretservice", host: "new.example.org" });
  });
});

test.each(['{"auths": {"a": {"auth": 5, "secret": "hidden"}}}', '{"auths": hidden}', '["hidden"]'])(
  "what cannot be read is refused without a word of it: %s",
  (text) => {
    expect(() => parseAuthFile(text, "auth.json")).toThrow(/^auth.json/);
    expect(() => parseAuthFile(text, "auth.json")).not.toThrow(/hidden/);
  },
);

test("an entry that is no name and password is refused without being shown", () => {
  const file = { auths: { "a.io": { auth: Buffer.from("hidden").toString("base64") } } };

  expect(() => find(file, "a.io", "x")).toThrow("auth.json: auths.a.io.auth");
  expect(() => find(file, "a.io", "x")).not.toThrow(/hidden|aGlkZGVu/);
});
