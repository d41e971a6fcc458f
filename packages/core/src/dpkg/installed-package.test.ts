import { describe, expect, test } from "vitest";
import { parseInstalledPackages } from "./installed-package.ts";

const status = `Package: libssl3t64
Status: install ok installed
Source: openssl
Version: 3.5.1-1
Architecture: amd64
Multi-Arch: same
Installed-Size: 7000
Description: a library
 with more to say
 .
 Package: not-this

Package: linux-image-amd64
Status: hold ok triggers-awaited
Source: linux-signed-amd64 (6.12.48+1)
Version: 6.12.48-1
Architecture: amd64

Package: gone
Status: deinstall ok config-files
Version: 1
Architecture: all

Package: never
Status: purge ok not-installed

Package: broken
Status: install reinstreq half-installed
Version: 1
`;

describe("parseInstalledPackages", () => {
  test("packages with files in the root are read, with their source", () => {
    expect(parseInstalledPackages(status)).toEqual([
      {
        name: "libssl3t64",
        version: "3.5.1-1",
        architecture: "amd64",
        source: "openssl",
        installedSize: 7_168_000,
      },
      {
        name: "linux-image-amd64",
        version: "6.12.48-1",
        architecture: "amd64",
        source: "linux-signed-amd64",
        installedSize: 0,
      },
    ]);
  });

  test("a stanza without a status, as in a distroless image, is a package", () => {
    expect(parseInstalledPackages("Package: base-files\nVersion: 13\nArchitecture: amd64\n")).toMatchObject([
      { name: "base-files", source: "base-files" },
    ]);
  });

  test("a size that is not a number counts as none", () => {
    const text = "Package: a\nVersion: 1\nInstalled-Size: 1e9\nSource: \n";

    expect(parseInstalledPackages(text)).toMatchObject([
      { installedSize: 0, source: "a", architecture: "all" },
    ]);
  });
});
