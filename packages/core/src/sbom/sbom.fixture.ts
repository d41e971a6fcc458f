import { createHash } from "node:crypto";
import type { DescribedPackage } from "../dpkg/described-package.ts";
import { parseDescribedPackages } from "../dpkg/described-package.ts";
import type { LockedPackage } from "../lock/lock.ts";
import { digestOfBytes } from "../record/digest.ts";
import { copyrightLicense } from "./copyright-license.ts";
import { imageSbom } from "./image-sbom.ts";
import type { Sbom, SbomFile, SbomImage } from "./sbom.ts";

export const image: SbomImage = {
  name: "minimal",
  version: "13.1",
  architecture: "amd64",
  suite: "trixie",
  ref: "debian/trixie/amd64/minimal",
  commit: "5f57b6e1".repeat(8),
  manifestDigest: digestOfBytes("manifest"),
  timestamp: 1_763_769_600,
};

const status = `Package: libstdc++6
Status: install ok installed
Maintainer: Debian GCC Maintainers <debian-gcc@lists.debian.org>
Architecture: amd64
Source: gcc-14 (14.2.0-19)
Version: 14.2.0-19+b1
Depends: libc6 (>= 2.38)

Package: libc6
Status: install ok installed
Maintainer: Aurelien Jarno <aurel32@debian.org>
Architecture: amd64
Source: glibc
Version: 2.41-12
Depends: libgcc-s1

Package: tool
Status: install ok installed
Maintainer: Me
Architecture: all
Version: 1:1.0~rc1
Pre-Depends: libc6
Depends: libstdc++6 (>= 14) | busybox, gone
`;

/** Returns a package as the lock has it. */
export function locked(
  name: string,
  version: string,
  architecture: string,
  sourceId = "debian",
): LockedPackage {
  return {
    ...{ name, version, architecture, sourceId, source: name, sourceVersion: version, size: 1 },
    sha256: digestOfBytes(name),
    filename: `pool/main/${name}_${version.replace(/^\d+:/, "")}_${architecture}.deb`,
  };
}

export const lockedPackages = [
  locked("libstdc++6", "14.2.0-19+b1", "amd64"),
  locked("libc6", "2.41-12", "amd64", "debian-security"),
  locked("tool", "1:1.0~rc1", "all", "company"),
];

const copyrights = {
  libc6: "Files: *\nLicense: LGPL-2.1+\n",
  "libstdc++6": "Files: *\nLicense: GPL-3+\n\nFiles: x\nLicense: Expat or Fancy\n",
  tool: "Files: *\nLicense: GPL-2+ or company, and ISC\n",
};

/** Returns what an image of three packages consists of, or of those that are given. */
export function sbomOf(installed: readonly DescribedPackage[] = parseDescribedPackages(status)): Sbom {
  const licenses = Object.entries(copyrights).flatMap(([name, files]) => {
    const license = copyrightLicense(`Format: https://www.debian.org/doc/copyright-format/1.0/\n\n${files}`);
    return license === undefined ? [] : [[name, license] as const];
  });
  return imageSbom({ image, installed, locked: lockedPackages, licenses: new Map(licenses) });
}

/** Returns files, some with names that a hostile package could give them. */
export function sbomFiles(): SbomFile[] {
  return ["/usr/bin/tool", "/etc/a b", '/usr/share/"><script>', "/usr/--", "/usr/X2d-", "/usr/ü\u202e\n"].map(
    (path) => ({
      path,
      sha256: digestOfBytes(path),
      sha1: createHash("sha1").update(path).digest("hex"),
    }),
  );
}

/** Returns packages whose every text is what a hostile package could write. */
export function hostilePackages(text: string): DescribedPackage[] {
  const relation = { name: text };
  const one = { name: text, version: text, architecture: text, source: text, sourceVersion: text };
  const hostile = { ...one, installedSize: 0, maintainer: text, depends: [[relation]], provides: [relation] };
  return [hostile, hostile, { ...hostile, name: `${text}x` }, { ...hostile, architecture: "all" }];
}
