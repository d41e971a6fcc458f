import { expect, test } from "vitest";
import { packagesIndexFault } from "./packages-index-fault.ts";

const entry = (name: string, version = "1") => `Package: ${name}\nVersion: ${version}\nFilename: x\n`;
const bounds = { stanzas: 3, stanzaLength: 200, versions: 2 };

test.each(["", "\n\n", entry("a"), [entry("a"), entry("b"), entry("a", "2")].join("\n\n\n")])(
  "an index that apt can read is accepted: %j",
  (text) => {
    expect(packagesIndexFault(text, bounds)).toBeUndefined();
  },
);

test("a name that is not the first field, or lower case, is found", () => {
  expect(packagesIndexFault("version: 1\npackage: a\n")).toBeUndefined();
});

test.each([
  ["Version: 1\nFilename: x\n", "has an entry without the field Package (entry 1)"],
  ["Package: b\nFilename: x\n", "has an entry of b without the field Version (entry 1)"],
  [
    `${entry("a")}\nPackage: b\nFilename: x\n\n${entry("c")}`,
    "has an entry of b without the field Version (entry 2)",
  ],
  [entry("../../etc/passwd"), 'has the package name "../../etc/passwd" (entry 1)'],
  [entry("a\u001b[31m"), 'has the package name "a\\u001b[31m" (entry 1)'],
  [entry("a b"), 'has the package name "a b" (entry 1)'],
  [entry(""), 'has the package name "" (entry 1)'],
  [entry("a").replaceAll("\n", "\r\n"), "has lines that end in CR LF (entry 1)"],
])("an index with %j is refused", (text, message) => {
  expect(packagesIndexFault(text, bounds)).toEqual({ kind: "invalid", message });
});

test.each([
  [["a", "b", "c", "d"].map((name) => entry(name)).join("\n"), "has more than 3 entries"],
  [["1", "2", "3"].map((version) => entry("a", version)).join("\n"), "has more than 2 versions of a"],
  [
    `${entry("a")}X: ${"y".repeat(300)}\n`,
    "has an entry of 338 characters (number 1), but at most 200 are read",
  ],
])("an index beyond a bound is too large: %#", (text, message) => {
  expect(packagesIndexFault(text, bounds)).toEqual({ kind: "too-large", message });
});
