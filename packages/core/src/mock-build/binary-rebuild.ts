import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";

/** A rebuild of binary packages without a change to the source: a binary-only upload (binNMU). */
interface BinaryRebuild {
  /** Its number, for the suffix `+bN` of versions. */
  readonly number: number;
  /** Text for the changelog; lines get two spaces of indentation if they have none. */
  readonly message: string;
  /** `Name <address>`. */
  readonly maintainer: string;
  /** Date of the changelog entry, seconds since 1970: equal dates give equal packages. */
  readonly date: number;
}

/** Returns the version of a binary rebuild (deb-version(7), sbuild's `--binNMU`). Throws `usage` if it is not later. */
export function binaryRebuildVersion(version: string, number: number): string {
  const [, base = version, known] = /^(.*)\+b(\d+)$/.exec(version) ?? [];
  if (known !== undefined && Number(known) >= number)
    throw new DebootcError(
      "usage",
      `cannot make binary rebuild ${number} of ${version}: it would not be later`,
      {
        hint: `Use a number above ${known}.`,
      },
    );
  return `${base}+b${number}`;
}

/**
 * Returns the changelog entry that makes a build a binary rebuild (deb-changelog(5), `binary-only=yes`); it precedes
 * all others. Throws `usage` for a text that would break the changelog.
 */
export function binaryRebuildEntry(
  source: { readonly name: string; readonly version: string; readonly distribution: string },
  architecture: string,
  { number, message, maintainer, date }: BinaryRebuild,
): string {
  // oxlint-disable-next-line no-control-regex
  const strange = [message, maintainer].find((text) => /[\u0000-\u0009\u000b-\u001f\u007f]/.test(text));
  if (strange !== undefined || maintainer.includes("\n") || !/^[^<>]+ <[^<>\s]+>$/.test(maintainer))
    throw new DebootcError("usage", `${quoted(strange ?? maintainer)} is not allowed in a changelog`, {
      hint: "A maintainer has the form: Name <address>",
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

/** Formats a date as changelogs do, in UTC: `Mon, 02 Jan 2006 15:04:05 +0000`. */
function changelogDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace(/GMT$/, "+0000");
}
