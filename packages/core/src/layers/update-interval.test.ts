import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { updateInterval } from "./update-interval.ts";

/** Shortened by debhelper, as in a release, with a security update on top. */
const openssl = `openssl (3.5.1-1+deb13u1) trixie-security; urgency=medium

  * CVE-2025-9230 (Out-of-bounds read & write in RFC 3211 KEK Unwrap)

 -- Debian OpenSSL Team <openssl@example.org>  Sat, 27 Sep 2025 13:05:30 +0200

openssl (3.5.1-1) unstable; urgency=medium

  * Import 3.5.1
    - CVE-2025-4575 (The x509 application adds trusted use instead of
      rejected use)

 -- Debian OpenSSL Team <openssl@example.org>  Sat, 05 Jul 2025 10:35:58 +0200

openssl (3.5.0-2) unstable; urgency=medium

  * Disable the AVX512 code.

 -- Debian OpenSSL Team <openssl@example.org>  Thu, 12 Jun 2025 18:11:28 +0200

# Older entries have been removed from this changelog.
# To read the complete changelog use \`apt changelog openssl\`.
`;

/** From a native package. */
const native = `base-files (13.8+deb13u1) trixie; urgency=medium

  * Change /etc/debian_version to 13.1, for Debian 13.1 point release.

 -- A. Maintainer <base@example.org>  Sat, 30 Aug 2025 21:00:00 +0200

base-files (13.8) unstable; urgency=medium

  * Set VERSION_ID.

 -- A. Maintainer <base@example.org>  Mon, 30 Jun 2025 19:00:00 +0200
`;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const twoDigits = (value: number) => String(value).padStart(2, "0");

/** An entry signed on a day counted since 1970. */
function entryOf(day: number, signer = "A B <a@b.org>"): string {
  const date = new Date(day * 86_400_000);
  const text = `${twoDigits(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `a (1) unstable; urgency=low\n\n  * New.\n\n -- ${signer}  Mon, ${text} 12:00:00 +0000\n\n`;
}

describe("the days between uploads", () => {
  test.each([
    ["are the gap in the middle of the newest entries", openssl, 84.1],
    ["of two uploads are the one gap", native, 61.1],
  ])("%s", (_, changelog, days) => {
    expect(updateInterval(changelog)).toBeCloseTo(days, 1);
  });

  test("are those of the ten newest gaps, whatever came before", () => {
    const recent = Array.from({ length: 11 }, (_, index) => entryOf(20_000 - 5 * index));
    const early = Array.from({ length: 200 }, (_, index) => entryOf(10_000 - index));

    expect(updateInterval([...recent, ...early].join(""))).toBe(5);
  });

  test("are never negative, although dates may go back and forth", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 })), (days) => {
        const interval = updateInterval(days.map((day) => entryOf(day)).join(""));

        if (days.length < 2) expect(interval).toBeUndefined();
        else expect(interval).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("are counted in real time, not in local clock time", () => {
    const zones = ["Sat, 01 Mar 2025 00:00:00 +1200", "Fri, 28 Feb 2025 12:00:00 +0000"];

    expect(updateInterval(zones.map((date) => ` -- A <a@b>  ${date}\n`).join(""))).toBe(0);
  });
});

describe("a date counts", () => {
  test.each([
    ["with one digit for the day", "Mon,  3 Feb 2025 12:00:00 +0000"],
    ["with white space at its end", "Mon, 03 Feb 2025 12:00:00 +0000 \r"],
    ["after a name with two spaces", "B  <a@b.org>  Mon, 03 Feb 2025 12:00:00 +0000"],
  ])("%s", (_, date) => {
    expect(updateInterval(`${entryOf(20_123)} -- A  ${date}\n`)).toBe(1);
  });
});

describe("a date does not count", () => {
  test.each([
    ["that no month has", "Mon, 41 Feb 2025 12:00:00 +0000"],
    ["without a zone, which would mean another time on each machine", "Mon, 03 Feb 2025 12:00:00"],
    ["that a lenient reader would guess", "release 3"],
    ["that is missing", ""],
    ["of a change that was never uploaded", "Mon, UNRELEASED"],
  ])("%s", (_, date) => {
    expect(updateInterval(`${entryOf(20_000)} -- A <a@b>  ${date}\n\n${entryOf(19_991)}`)).toBe(9);
  });
});

test.each([
  ["no text", ""],
  ["one entry", entryOf(1)],
  [
    "a text that is not a changelog",
    "Version 1.2\n - fixed a bug -- at last  Mon, 03 Feb 2025 12:00:00 +0000\n",
  ],
])("%s gives no interval", (_, changelog) => {
  expect(updateInterval(changelog)).toBeUndefined();
});

test("a long line costs no more than its length", () => {
  const line = ` -- ${"Mon,  ".repeat(200_000)}\n`;

  expect(updateInterval(line)).toBeUndefined();
});
