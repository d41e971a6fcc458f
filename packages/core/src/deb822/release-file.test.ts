import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { parseReleaseFile } from "./release-file.ts";

const digest = "0".repeat(64);
const release = `Origin: Debian
Suite: stable
Codename: trixie
Date: Sat, 12 Sep 2026 07:55:41 UTC
Valid-Until: Sat, 19 Sep 2026 07:55:41 UTC
Components: main contrib
SHA256:
 ${digest}     1234 main/binary-amd64/Packages
`;

test("a Release file gives dates, names and digests", () => {
  const parsed = parseReleaseFile(release, "x");

  expect(parsed.date.toISOString()).toBe("2026-09-12T07:55:41.000Z");
  expect(parsed.validUntil?.toISOString()).toBe("2026-09-19T07:55:41.000Z");
  expect([parsed.suite, parsed.codename]).toEqual(["stable", "trixie"]);
  expect(parsed.components).toEqual(["main", "contrib"]);
  expect(parsed.sha256.get("main/binary-amd64/Packages")).toBe(`sha256:${digest}`);
});

test("only the signed part of an InRelease file counts", () => {
  const signed = `Suite: forged\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${release}-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\nSuite: forged too\n`;

  expect(parseReleaseFile(signed, "x").suite).toBe("stable");
});

test("a date without a zone is read as UTC", () => {
  expect(parseReleaseFile("Date: Sat, 12 Sep 2026 07:55:41\n", "x").date.toISOString()).toBe(
    "2026-09-12T07:55:41.000Z",
  );
});

test("a Release file without a date is refused", () => {
  expect(() => parseReleaseFile("Suite: x\n", "local x")).toThrow(DebootcError);
  expect(() => parseReleaseFile("Suite: x\n", "local x")).toThrow(
    "local x: the Release file has no readable Date",
  );
});

test.each([
  ["MD5Sum:\n x\nSHA1:\n x\n", "gives only MD5 and SHA-1 of its indexes, not SHA-256"],
  ["SHA512:\n x\n", "gives only SHA-512 of its indexes, not SHA-256"],
  ["Suite: x\n", "gives no hashes of its indexes"],
  ["SHA256:\n x\n", undefined],
])("a Release file that has %j instead of SHA-256 says so", (hashes, weakness) => {
  expect(parseReleaseFile(`Date: Sat, 12 Sep 2026 07:55:41 UTC\n${hashes}`, "x").weakness).toBe(weakness);
});

test.each([
  ["Date: Sat, 12 Sep 2020 07:55:41 UTC", 'has the field "Date" more than once'],
  ["DATE: Sat, 12 Sep 2020 07:55:41 UTC", 'has the field "Date" more than once'],
  ["sha256:\n x", 'has the field "SHA256" more than once'],
  ["Valid-Until: whenever", 'has the Valid-Until "whenever", which is not a date'],
  ["Valid-Until: Sat, 12 Sep 99999 07:55:41 UTC", "which is not a date"],
])("a Release file with %j is refused", (field, message) => {
  const text = release.replace(/^Valid-Until: .*\n/m, "");
  const refused = () => parseReleaseFile(`${field}\n${text}`, "local x");

  expect(refused).toThrow(DebootcError);
  expect(refused).toThrow("local x: the Release file has");
  expect(refused).toThrow(message);
});

test.each(["Fri, 12 Sep 1969 07:55:41 UTC", "Sat, 12 Sep 99999 07:55:41 UTC", "yesterday"])(
  "the Date %j is not one that a lock can record",
  (date) => {
    expect(() => parseReleaseFile(`Date: ${date}\n`, "x")).toThrow("no readable Date");
  },
);
