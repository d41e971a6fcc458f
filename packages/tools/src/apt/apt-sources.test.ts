import { expect, test } from "vitest";
import { type AptSource, formatAptSources } from "./apt-sources.ts";

const source: AptSource = {
  id: "vendor",
  uris: ["https://vendor.example.org/apt"],
  suites: ["stable", "stable-updates"],
  components: ["main"],
  key: "-----BEGIN\n\nabc\n-----END",
  checkValidUntil: true,
  trusted: false,
};

test("a source is written with its key and nothing that loosens trust", () => {
  expect(formatAptSources([source])).toBe(
    "Types: deb\nURIs: https://vendor.example.org/apt\nSuites: stable stable-updates\nComponents: main\nSigned-By:\n -----BEGIN\n .\n abc\n -----END\n",
  );
});

test("a flat, trusted source without expiry says so", () => {
  const flat = {
    ...source,
    suites: ["./"],
    components: [],
    key: undefined,
    checkValidUntil: false,
    trusted: true,
  };

  expect(formatAptSources([flat])).toBe(
    "Types: deb\nURIs: https://vendor.example.org/apt\nSuites: ./\nCheck-Valid-Until: no\nTrusted: yes\n",
  );
});

test("a value cannot bring in another field", () => {
  const forged = { ...source, suites: ["stable\nTrusted: yes"] };

  expect(() => formatAptSources([forged])).toThrow("contains white space");
});
