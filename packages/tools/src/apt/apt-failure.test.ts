import { describe, expect, test } from "vitest";
import { parseAptFailures } from "./apt-failure.ts";

describe("an index that the server does not deliver", () => {
  test.each([
    [
      "unauthorized",
      "http://a.example.org/debian trixie",
      "dists/trixie/InRelease  401  Unauthorized [IP: 127.0.0.1 80]",
    ],
    [
      "unreachable",
      "http://a.example.org/debian trixie",
      "dists/trixie/InRelease  403  Forbidden [IP: 127.0.0.1 80]",
    ],
    ["unauthorized", "http://a.example.org/debian ./", "./InRelease  401  Unauthorized [IP: 127.0.0.1 80]"],
  ])("is not called unsigned: %s", (kind, place, failure) => {
    const failed = `E: Failed to fetch http://a.example.org/debian/${failure}`;
    const unsigned = `E: The repository '${place} InRelease' is not signed.`;

    expect(parseAptFailures(`${failed}\n${unsigned}`).map((one) => one.kind)).toEqual([kind]);
  });

  test("says nothing of another suite", () => {
    const failed = "E: Failed to fetch http://a.example.org/debian/dists/trixie/InRelease  401  Unauthorized";
    const unsigned = "E: The repository 'http://a.example.org/debian sid InRelease' is not signed.";

    expect(parseAptFailures(`${failed}\n${unsigned}`).map(({ kind }) => kind)).toEqual([
      "unauthorized",
      "unsigned",
    ]);
  });
});

test.each([
  ["no-index", "http://a.example.org/./Packages.xz", "404  Not Found [IP: 127.0.0.1 80]"],
  ["no-index", "file:/srv/./Packages", "File not found - /srv/./Packages (2: No such file or directory)"],
  ["unreachable", "http://a.example.org/./Packages", "403  Forbidden [IP: 127.0.0.1 80]"],
  ["unreachable", "http://a.example.org/./Release", "404  Not Found [IP: 127.0.0.1 80]"],
])("an index that is not there is told from a server that refuses: %s of %s", (kind, uri, detail) => {
  expect(parseAptFailures(`E: Failed to fetch ${uri}  ${detail}`)).toEqual([{ kind, uri, detail }]);
});

describe("what apt says about an index", () => {
  test.each([
    [
      "unknown-key",
      "W: GPG error: http://a.example.org/debian trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 3A61C6FE246ACF60\nE: The repository 'http://a.example.org/debian trixie InRelease' is not signed.",
    ],
    [
      "unknown-key",
      "Warning: OpenPGP signature verification failed: http://a.example.org/debian trixie InRelease: Sub-process /usr/bin/sqv returned an error code (1), error message is: Missing key B8E5F13176D2A7A75220028078DBA3BC47EF2265, which is needed to verify signature.\nError: The repository 'http://a.example.org/debian trixie InRelease' is not signed.",
    ],
    [
      "bad-signature",
      "W: GPG error: http://a.example.org/debian trixie InRelease: The following signatures were invalid: BADSIG D62422B686CC8BE0 archive@example.org\nE: The repository 'http://a.example.org/debian trixie InRelease' is not signed.",
    ],
    [
      "expired-key",
      "W: GPG error: http://a.example.org/debian trixie InRelease: The following signatures were invalid: EXPKEYSIG 90EE54435D867205 archive@example.org\nE: The repository 'http://a.example.org/debian trixie InRelease' is not signed.",
    ],
    ["unsigned", "E: The repository 'http://a.example.org/debian trixie Release' is not signed."],
    [
      "no-suite",
      "E: The repository 'http://a.example.org/debian trixie Release' does not have a Release file.",
    ],
    [
      "expired",
      "E: Release file for http://a.example.org/debian/dists/trixie/InRelease is expired (invalid since 2h 46min 40s). Updates for this repository will not be applied.",
    ],
    [
      "not-yet-valid",
      "E: Release file for http://a.example.org/debian/dists/trixie/InRelease is not valid yet (invalid for another 1d 3h). Updates for this repository will not be applied.",
    ],
  ])("is read as %s", (kind, stderr) => {
    expect(parseAptFailures(stderr)).toMatchObject([
      { kind, uri: "http://a.example.org/debian", suite: "trixie" },
    ]);
  });

  test.each([
    ["unreachable", "Could not resolve 'a.example.org'"],
    ["no-index", "404  Not Found [IP: 192.0.2.1 80]"],
    ["damaged", "Hash Sum mismatch\n   Hashes of expected file:\n    - SHA256:aa"],
    ["damaged", "File has unexpected size (2 != 294). Mirror sync in progress?"],
    ["bad-signature", "The following signatures were invalid: BADSIG 8CE5A9EFB22D2201 archive@example.org"],
  ])("of a file is read as %s: %s", (kind, detail) => {
    const address = "http://a.example.org/debian/dists/trixie/main/binary-amd64/Packages.gz";
    const stderr = `E: Failed to fetch ${address}  ${detail}\nE: Some index files failed to download. They have been ignored, or old ones used instead.\n`;

    expect(parseAptFailures(stderr)).toEqual([{ kind, uri: address, detail }]);
  });

  test("keeps the complaints of several sources apart", () => {
    const stderr = [
      "W: GPG error: http://a.example.org x InRelease: The following signatures were invalid: BADSIG 1 a",
      "E: The repository 'http://a.example.org x InRelease' is not signed.",
      "E: The repository 'http://b.example.org x Release' is not signed.",
    ].join("\n");

    expect(parseAptFailures(stderr).map(({ kind, uri }) => [kind, uri])).toEqual([
      ["bad-signature", "http://a.example.org"],
      ["unsigned", "http://b.example.org"],
    ]);
  });
});
