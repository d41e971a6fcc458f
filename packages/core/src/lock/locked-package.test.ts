import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { lockedPackageOf } from "./locked-package.ts";
import { universeOf } from "./universe.fixture.ts";

const sha256 = "a".repeat(64);
const file = `Architecture: amd64; Size: 12; SHA256: ${sha256}; Filename: pool/x.deb`;

function lockedFrom(stanza: string) {
  const candidate = universeOf({ trixie: [stanza] }).candidateOf("x");
  if (candidate === undefined) throw new Error("no candidate");
  return lockedPackageOf(candidate);
}

test("the index's own facts are recorded", () => {
  expect(lockedFrom(`x 1:2-3; ${file}`)).toEqual({
    name: "x",
    version: "1:2-3",
    architecture: "amd64",
    source: "x",
    sourceVersion: "1:2-3",
    sha256: `sha256:${sha256}`,
    size: 12,
    filename: "pool/x.deb",
    sourceId: "debian",
  });
});

test("the source package comes from the field if it differs from the package", () => {
  expect(lockedFrom(`x 2+b1; ${file}; Source: src (2)`)).toMatchObject({ source: "src", sourceVersion: "2" });
  expect(lockedFrom(`x 2; ${file}; Source: src`)).toMatchObject({ source: "src", sourceVersion: "2" });
});

test("a package without a SHA-256 is refused", () => {
  const unsafe = () => lockedFrom(`x 1; ${file.replace("SHA256", "MD5sum")}`);

  expect(unsafe).toThrow(DebootcError);
  expect(unsafe).toThrow("source debian, suite trixie: the index gives no SHA256 for x 1");
});
