import { expect, test } from "vitest";
import { parseOstreeBuild } from "./ostree-build.ts";

test("ostree reports its version and what it was built with", () => {
  const text = "libostree:\n Version: '2025.2'\n Features:\n  - libcurl\n  - gpgme\n";

  expect(parseOstreeBuild(text)).toEqual({ version: "2025.2", features: new Set(["libcurl", "gpgme"]) });
});

test("any other output is not a version", () => {
  expect(parseOstreeBuild("ostree 2025.2\n")).toBeUndefined();
});
