import fc from "fast-check";
import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { parseBuildinfo } from "./buildinfo.ts";

const hash = (digit: string) => digit.repeat(64);
const text = `Format: 1.0
Source: jq (1.7.1-6+deb13u3)
Binary: jq libjq1
Architecture: amd64
Version: 1.7.1-6+deb13u3+b1
Binary-Only-Changes:
 jq (1.7.1-6+deb13u3+b1) trixie; urgency=low, binary-only=yes
 .
   * Rebuild.
Checksums-Md5:
 0cc175b9c0f1b6a831c399e269772661 10 jq_1.7.1-6+deb13u3+b1_amd64.deb
Checksums-Sha256:
 ${hash("a")} 10 jq_1.7.1-6+deb13u3+b1_amd64.deb
 ${hash("b")} 11 libjq1_1.7.1-6+deb13u3+b1_amd64.deb
Build-Origin: Debian
Build-Architecture: amd64
Build-Date: Sun, 12 Apr 2026 20:29:50 +0000
Build-Path: /build/reproducible-path/jq-1.7.1
Installed-Build-Depends:
 autoconf (= 2.72-3.1),
 libc6-dev:arm64 (= 2.41-12+deb13u2),
 tzdata (= 2026a-0+deb13u1)
Environment:
 DEB_BUILD_OPTIONS="parallel=2"
 DEB_BUILD_MAINT="say \\"it\\""
 SOURCE_DATE_EPOCH="1776024590"
`;
const signed = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

${text}
-----BEGIN PGP SIGNATURE-----

iQIzBAEBCgAdFiEE
-----END PGP SIGNATURE-----
`;

test.each([
  ["plain", text],
  ["signed", signed],
  ["with the line ends of mail", signed.replaceAll("\n", "\r\n")],
])("a .buildinfo says what was built, where and with what: %s", (_form, given) => {
  expect(parseBuildinfo(given, "jq.buildinfo")).toEqual({
    source: "jq",
    version: "1.7.1-6+deb13u3+b1",
    sourceVersion: "1.7.1-6+deb13u3",
    architectures: ["amd64"],
    binaries: ["jq", "libjq1"],
    buildArchitecture: "amd64",
    buildDate: "Sun, 12 Apr 2026 20:29:50 +0000",
    buildPath: "/build/reproducible-path/jq-1.7.1",
    buildOrigin: "Debian",
    binaryOnlyChanges: "jq (1.7.1-6+deb13u3+b1) trixie; urgency=low, binary-only=yes\n.\n* Rebuild.",
    installed: [
      { name: "autoconf", version: "2.72-3.1" },
      { name: "libc6-dev", version: "2.41-12+deb13u2", architecture: "arm64" },
      { name: "tzdata", version: "2026a-0+deb13u1" },
    ],
    environment: {
      DEB_BUILD_OPTIONS: "parallel=2",
      DEB_BUILD_MAINT: 'say "it"',
      SOURCE_DATE_EPOCH: "1776024590",
    },
    files: [
      { name: "jq_1.7.1-6+deb13u3+b1_amd64.deb", size: 10, sha256: `sha256:${hash("a")}` },
      { name: "libjq1_1.7.1-6+deb13u3+b1_amd64.deb", size: 11, sha256: `sha256:${hash("b")}` },
    ],
  });
});

test.each([
  ["a file without fields", "hello\n", "it has no fields"],
  [
    "one that was cut off",
    text.slice(0, text.indexOf("Build-Architecture")),
    "the field Build-Architecture is missing",
  ],
  ["a format of the future", text.replace("Format: 1.0", "Format: 2.0"), "Format is 2.0"],
  [
    "a range of versions",
    text.replace("(= 2.72-3.1)", "(>= 2.72)"),
    "not an exact version: autoconf (>= 2.72)",
  ],
  [
    "a file name with a directory",
    text.replaceAll(" jq_1.7.1", " ../jq_1.7.1"),
    "cannot read a line of Checksums-Sha256",
  ],
])("%s is refused with what is wrong", (_case, given, message) => {
  expect(() => parseBuildinfo(given, "jq.buildinfo")).toThrow(`jq.buildinfo: `);
  expect(() => parseBuildinfo(given, "jq.buildinfo")).toThrow(message);
});

test("any text is either read or refused", () => {
  const line = fc.constantFrom(
    ...text.split("\n"),
    "",
    " x",
    "Format: 1.0",
    "-----BEGIN PGP SIGNED MESSAGE-----",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 40 }), (lines) => {
      try {
        parseBuildinfo(lines.join("\n"), "x");
      } catch (error) {
        expect(error).toBeInstanceOf(DebootcError);
      }
    }),
  );
});
