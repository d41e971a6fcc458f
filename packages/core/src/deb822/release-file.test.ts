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
