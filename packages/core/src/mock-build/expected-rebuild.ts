import { DebootcError } from "../error/debootc-error.ts";
import { type ChangelogEntry, parseChangelog } from "../source-package/changelog.ts";
import { shellWord } from "../text/shell-word.ts";

/** Describes a binary rebuild that packages come from. */
export interface ExpectedRebuild {
  readonly number: number;
  /** Its entry in the changelog, if it is known. */
  readonly entry?: ChangelogEntry;
}

interface RebuiltPackage {
  readonly version: string;
  /** Only if it differs from that of the package. */
  readonly sourceVersion: string | undefined;
  /** A changelog whose first entry may be that of the rebuild. */
  readonly changelog: string | undefined;
}

/** Tells from the versions of a package whether it comes from a binary rebuild. */
export function expectedRebuild({
  version,
  sourceVersion,
  changelog,
}: RebuiltPackage): ExpectedRebuild | undefined {
  const number = Number(/\+b([1-9]\d*)$/.exec(version)?.[1]);
  if (sourceVersion === undefined || !Number.isSafeInteger(number)) return undefined;
  const entry = entryIn(changelog);
  return { number, ...(entry?.binaryOnly ? { entry } : {}) };
}

/** What debootc says of it must not depend on whether the changelog is well-formed. */
function entryIn(changelog: string | undefined): ChangelogEntry | undefined {
  if (changelog === undefined) return undefined;
  try {
    return parseChangelog(changelog, "the changelog");
  } catch (error) {
    if (error instanceof DebootcError) return undefined;
    throw error;
  }
}

/** Restores the changelog entry that a .buildinfo has in `Binary-Only-Changes`, whose lines have lost their indentation. */
export function entryOfBuildinfo(field: string): string {
  return field
    .split("\n")
    .map((line, index) => {
      if (index === 0) return line;
      if (line === ".") return "";
      if (line.startsWith("-- ")) return ` ${line}`;
      return line.startsWith("* ") ? `  ${line}` : `    ${line}`;
    })
    .join("\n");
}

/**
 * Refuses a build whose packages have other versions than those that they are compared with, because only one of the two
 * is a binary rebuild. Throws `usage` with the options that make the same packages.
 */
export function refuseOtherRebuild(
  expected: readonly { readonly name: string; readonly rebuild?: ExpectedRebuild }[],
  { binaryOnly, sourceOnly }: { readonly binaryOnly?: number | undefined; readonly sourceOnly: boolean },
): void {
  const rebuilt = expected.find(({ rebuild }) => rebuild !== undefined);
  if (rebuilt?.rebuild === undefined || sourceOnly || rebuilt.rebuild.number === binaryOnly) return;
  const { number } = rebuilt.rebuild;
  const other = binaryOnly === undefined ? "this build is none" : `this is rebuild ${binaryOnly}`;
  throw new DebootcError(
    "usage",
    `--verify: ${rebuilt.name} comes from binary rebuild ${number} of its source package, and ${other}: its version alone makes it another`,
    { hint: `Make the same rebuild: ${optionsOf(rebuilt.rebuild)}` },
  );
}

function optionsOf({ number, entry }: ExpectedRebuild): string {
  if (entry === undefined)
    return `--binary-only ${number}, with the --binary-only-reason, --binary-only-distribution, --binary-only-date and --maintainer of its entry in usr/share/doc/PACKAGE/changelog.Debian.ARCHITECTURE.gz`;
  const options = {
    "binary-only": String(number),
    "binary-only-reason": reasonOf(entry),
    "binary-only-distribution": entry.distributions.join(" "),
    "binary-only-date": new Date(entry.date * 1000).toISOString().replace(".000Z", "Z"),
    maintainer: entry.maintainer,
  };
  return Object.entries(options)
    .map(([name, value]) => `--${name} ${shellWord(value)}`)
    .join(" ");
}

/** Returns the text that `binaryRebuildEntry` makes the entry of. */
function reasonOf({ changes }: ChangelogEntry): string {
  return changes
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*\* Binary-only non-maintainer upload for /.test(line))
    .map((line) => (/^\s*\* /.test(line) ? line.replace(/^\s*\* /, "") : ` ${line.trim()}`))
    .join("\n");
}
