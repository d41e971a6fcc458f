/**
 * Lists SPDX identifiers that copyright files use as they are, or but for their case. Others get none: a wrong identifier
 * is worse than the name that Debian gives.
 */
const sameInSpdx =
  `0BSD AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-2.0 Beerware
BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-4-Clause BSD-4-Clause-UC BSD-Source-Code BSL-1.0 bzip2-1.0.6 CC-BY-2.0
CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CECILL-2.0
CECILL-2.1 CECILL-B CECILL-C CPL-1.0 curl EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 FSFAP FSFUL FSFULLR FTL HPND ICU ISC JSON libtiff
Libpng LPPL-1.2 LPPL-1.3a LPPL-1.3c MIT MIT-0 MIT-CMU MPL-1.0 MPL-1.1 MPL-2.0 MS-PL NCSA NTP OFL-1.0 OFL-1.1 OLDAP-2.8
OpenSSL PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 QPL-1.0 Ruby SGI-B-2.0 Sleepycat SMLNJ TCL Unicode-DFS-2015
Unicode-DFS-2016 Unicode-3.0 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.0 ZPL-2.1
GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later
LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later
AGPL-3.0-only AGPL-3.0-or-later`.split(/\s+/);

/** Lists short names of DEP-5 whose meaning is fixed there, with the identifiers that SPDX has for them. */
const otherwiseInSpdx: Readonly<Record<string, string>> = {
  expat: "MIT",
  cc0: "CC0-1.0",
  psf: "PSF-2.0",
  ...Object.fromEntries(sameInSpdx.map((id) => [id.toLowerCase(), id])),
  ...ofGnu("GPL", ["1", "2", "3"]),
  ...ofGnu("LGPL", ["2", "2.1", "3"]),
  ...ofGnu("AGPL", ["3"]),
};

/** Lists every identifier that `spdxLicense` may return. */
export const knownLicenses: readonly string[] = [...new Set(Object.values(otherwiseInSpdx))];

/** Returns the SPDX identifier of a licence by the short name of a copyright file, if it is beyond doubt. */
export function spdxLicense(shortName: string): string | undefined {
  const key = shortName.toLowerCase();
  return Object.hasOwn(otherwiseInSpdx, key) ? otherwiseInSpdx[key] : undefined;
}

/** Returns the identifiers of GNU's licences: `GPL-2+` is any version from 2, and `GPL-2.0+` is often written for it. */
function ofGnu(family: string, versions: readonly string[]): Record<string, string> {
  const named = versions.flatMap((version) => {
    const long = version.includes(".") ? version : `${version}.0`;
    return [version, long].flatMap((one) => [
      [`${family}-${one}`.toLowerCase(), `${family}-${long}-only`],
      [`${family}-${one}+`.toLowerCase(), `${family}-${long}-or-later`],
    ]);
  });
  return Object.fromEntries(named) as Record<string, string>;
}
