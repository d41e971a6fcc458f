import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLocalRegistry, parseReference, referenceFaults, tagFaults } from "./reference.ts";

describe("referenceFaults", () => {
  test.each([
    ["ghcr.io/me/minimal", { registry: "ghcr.io", name: "me/minimal" }],
    ["ghcr.io/me/minimal:13", { registry: "ghcr.io", name: "me/minimal", tag: "13" }],
    ["localhost:5000/a:v1.0_x-y", { registry: "localhost:5000", name: "a", tag: "v1.0_x-y" }],
    ["localhost/a", { registry: "localhost", name: "a" }],
    ["[::1]:5000/a/b", { registry: "[::1]:5000", name: "a/b" }],
    ["GHCR.io/a__b/c--d.e", { registry: "ghcr.io", name: "a__b/c--d.e" }],
  ])("%s is taken apart", (text, parts) => {
    expect(referenceFaults(text)).toEqual([]);
    expect(parseReference(text)).toEqual(parts);
  });

  test.each([
    ["", "host of a registry"],
    ["minimal", "host of a registry"],
    ["me/minimal", "host of a registry"],
    ["ghcr.io/", "host of a registry"],
    ["ghcr.io:0/a", "host of a registry"],
    ["ghcr.io:99999/a", "host of a registry"],
    ["-x.io/a", "host of a registry"],
    ["docker://ghcr.io/a", "a scheme"],
    ["https://ghcr.io/a", "a scheme"],
    ["me:secret@ghcr.io/a", "an @"],
    [`ghcr.io/a@sha256:${"0".repeat(64)}`, "an @"],
    ["ghcr.io/A", "name of a repository"],
    ["ghcr.io/a//b", "name of a repository"],
    ["ghcr.io/../a", "name of a repository"],
    ["ghcr.io/a?b", "name of a repository"],
    ["ghcr.io/a:", "is not a tag"],
    ["ghcr.io/a:.b", "is not a tag"],
    ["ghcr.io/a:b:c", "is not a tag"],
    ["ghcr.io/a:b\nc", "is not a tag"],
    [`ghcr.io/${"a".repeat(250)}`, "is longer"],
  ])("%s is refused, and what is allowed is said", (text, reason) => {
    const [fault] = referenceFaults(text);
    expect(fault?.message).toContain(reason);
    expect(fault?.allowed).toBeTruthy();
  });

  test("whatever is accepted is one path of one host", () => {
    const word = fc.stringMatching(/^[a-z0-9A-Z:/@?#%._ \n[\]-]{0,30}$/);
    fc.assert(
      fc.property(
        fc.oneof(
          word,
          fc.tuple(word, word).map(([a, b]) => `${a}.io/${b}`),
        ),
        (text) => {
          if (referenceFaults(text).length > 0) return;
          const { registry, name } = parseReference(text);
          const url = new URL(`/v2/${name}/x`, `https://${registry}`);
          expect(url.pathname).toBe(`/v2/${name}/x`);
          expect(url.username + url.search + url.hash).toBe("");
        },
      ),
    );
  });
});

describe("tagFaults", () => {
  test.each([`sha256-${"0".repeat(64)}`, `sha256-${"0".repeat(64)}.sig`])(
    "%s is kept free for registries",
    (tag) => {
      expect(tagFaults(tag)[0]?.message).toContain("reserved");
    },
  );

  test("128 characters are a tag, 129 are not", () => {
    expect(tagFaults("a".repeat(128))).toEqual([]);
    expect(tagFaults("a".repeat(129))).toHaveLength(1);
  });
});

test.each([
  ["localhost", true],
  ["localhost:5000", true],
  ["registry.localhost", true],
  ["127.0.0.1:5000", true],
  ["[::1]:5000", true],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org", false],
  ["ghcr.io", false],
])("whether %s is on this machine: %s", (registry, isLocal) => {
  expect(isLocalRegistry(registry)).toBe(isLocal);
});
