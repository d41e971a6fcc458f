import { describe, expect, test } from "vitest";
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
  expect(unsafe).toThrow("source debian, suite trixie: the index gives no SHA256, only MD5sum for x 1");
});

describe("an entry is refused with what is wrong in it:", () => {
  const changed = (field: string, value: string) => file.replace(new RegExp(`${field}: [^;]*`), value);

  test.each([
    [
      changed("Filename", "Filename: ../x.deb"),
      'a Filename that is "../x.deb", which leads out of the archive',
    ],
    [changed("Filename", "Filename: /x.deb"), 'a Filename that is "/x.deb", an absolute path'],
    [changed("Filename", "Filename: http://e/x.deb"), "a Filename that is"],
    [changed("Filename", "Filename: pool/x.deb\r"), "which has control characters"],
    [changed("Filename", "Filename: pool/x.deb\r\n y.deb"), "which has control characters"],
    [changed("Filename", "Filename: "), "a Filename that is empty"],
    [changed("Filename", "X: y"), "gives no Filename"],
    [`${file}; Filename: pool/y.deb`, "gives the field Filename 2 times"],
    [`${file}; filename: pool/y.deb`, "gives the field Filename 2 times"],
    [`${file}; SHA256: ${"b".repeat(64)}`, "gives the field SHA256 2 times"],
    [changed("SHA256", "SHA256: abc"), 'gives the SHA256 "abc", which is not one'],
    [changed("Size", "Size: -1"), 'gives the Size "-1"'],
    [changed("Size", "Size: 0x10"), 'gives the Size "0x10"'],
    [changed("Size", "Size: 1e3"), 'gives the Size "1e3"'],
    [changed("Size", "Size: 99999999999999"), 'gives the Size "99999999999999"'],
    [changed("Size", "X: y"), "gives no Size"],
    [changed("Architecture", "Architecture: ../x"), 'gives the Architecture "../x"'],
    [`${file}; Source: ../../x`, 'gives the Source "../../x"'],
    [`${file}; Source: src (1/2)`, 'gives the Source "1/2"'],
  ])("%j", (fields, message) => {
    const refused = () => lockedFrom(`x 1; ${fields}`);

    expect(refused).toThrow(expect.objectContaining({ code: "index-invalid", exitStatus: 9 }));
    expect(refused).toThrow(message);
    expect(refused).toThrow(/^source debian, suite trixie: the index .* for x 1$/);
  });

  test("a version with a path in it", () => {
    expect(() => lockedFrom(`x 1/../2; ${file}`)).toThrow('gives the Version "1/../2"');
  });
});
