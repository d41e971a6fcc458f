import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";

/** A rebuild of binary packages without a change of the source: a binary-only upload (binNMU). */
interface BinaryRebuild {
  /** Which one it is: versions get `+bN`. */
  readonly number: number;
  /** What the changelog says; lines are indented by two spaces where they are not. */
  readonly message: string;
  /** `Name <address>`. */
  readonly maintainer: string;
  /** Of the changelog entry, seconds since 1970: equal dates give equal packages. */
  readonly date: number;
}

/** The version of a binary rebuild (deb-version(7), sbuild's `--binNMU`). Throws `usage` for one that would not be later. */
export function binaryRebuildVersion(version: string, number: number): string {
  const [, base = version, known] = /^(.*)\+b(\d+)$/.exec(version) ?? [];
  if (known !== undefined && Number(known) >= number)
    throw new DebootcError(
      "usage",
      `the binary rebuild ${number} of ${version} would not be later than it is`,
      {
        hint: `Take a number above ${known}.`,
      },
    );
  return `${base}+b${number}`;
}

/**
 * The changelog entry that makes a build a binary rebuild (deb-changelog(5), `binary-only=yes`); it stands before all
 * others. Throws `usage` for a text that would break the changelog.
 */
export function binaryRebuildEntry(
  source: { readonly name: string; readonly version: string; readonly distribution: string },
  architecture: string,
  { number, message, maintainer, date }: BinaryRebuild,
): string {
  // oxlint-disable-next-line no-control-regex
  const strange = [message, maintainer].find((text) => /[\u0000-\u0009\u000b-\u001f\u007f]/.test(text));
  if (strange !== undefined || maintainer.includes("\n") || !/^[^<>]+ <[^<>\s]+>$/.test(maintainer))
    throw new DebootcError("usage", `${quoted(strange ?? maintainer)} cannot stand in a changelog`, {
      hint: "A maintainer is written as: Name <address>",
    });
  const said = message
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .map((line) => (/^\s/.test(line) ? `  ${line.trimStart()}` : line));
  return [
    `${source.name} (${binaryRebuildVersion(source.version, number)}) ${source.distribution}; urgency=low, binary-only=yes`,
    "",
    `  * Binary-only non-maintainer upload for ${architecture}; no source changes.`,
    ...said.map((line, index) => (index === 0 || !line.startsWith(" ") ? `  * ${line}` : `  ${line}`)),
    "",
    ` -- ${maintainer}  ${changelogDate(date)}`,
    "",
    "",
  ].join("\n");
}

/** A date as changelogs have it, in UTC: `Mon, 02 Jan 2006 15:04:05 +0000`. */
function changelogDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace(/GMT$/, "+0000");
}
