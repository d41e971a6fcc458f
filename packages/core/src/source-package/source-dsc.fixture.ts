const hash = (digit: string) => digit.repeat(64);

/** Returns a correct .dsc; `changes` replaces fields, and undefined leaves one out. */
export function dscText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const fields: Record<string, string | undefined> = {
    Format: "3.0 (quilt)",
    Source: "jq",
    Binary: "jq, libjq1, libjq-dev",
    Architecture: "any",
    Version: "1:1.7.1-6",
    Maintainer: "Somebody <somebody@example.org>",
    "Build-Depends": "debhelper-compat (= 13), bison <!nocheck>",
    "Package-List":
      "\n jq deb utils optional arch=any\n libjq-dev deb libdevel optional arch=any profile=!stage1+!stage2,nodoc",
    "Checksums-Sha256": `\n ${hash("a")} 100 jq_1.7.1.orig.tar.xz\n ${hash("b")} 20 jq_1.7.1-6.debian.tar.xz`,
    Files: `\n ${"c".repeat(32)} 100 jq_1.7.1.orig.tar.xz\n ${"d".repeat(32)} 20 jq_1.7.1-6.debian.tar.xz`,
    ...changes,
  };
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}:${value.startsWith("\n") ? "" : " "}${value}\n`],
    )
    .join("");
}

/** Returns a text as a clear-signed message; its signature is fake. */
export function asSigned(text: string): string {
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${text}\n-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n`;
}
