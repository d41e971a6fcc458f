import { archivePathFault, archivePathRule } from "../debian/archive-path.ts";
import { indexBounds } from "../deb822/index-bounds.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import { type LockedPackage, lockedPackageSchema } from "./lock.ts";
import type { PackageVersion } from "./package-universe.ts";

/**
 * Returns one version of a package as the lock records it. Throws `trust-refused` if its index gives no SHA-256, and
 * `index-invalid` for anything else in its entry that cannot be used.
 */
export function lockedPackageOf(offer: PackageVersion): LockedPackage {
  const { name, version, stanza, part } = offer;
  refuseDoubles(offer);
  const required = (field: string, hint = ownerHint) => {
    const value = fieldOf(stanza, field);
    if (value === undefined) throw refusal(offer, `gives no ${field}`, hint);
    return value;
  };
  const fitting = (field: string, value: string, key: keyof LockedPackage, allowed: string) => {
    if (lockedPackageSchema.shape[key].safeParse(value).success) return value;
    throw refusal(offer, `gives the ${field} ${quoted(value)}`, `Allowed is ${allowed}. ${ownerHint}`);
  };
  fitting("Package", name, "name", "a name of lower-case letters, digits and + . -");
  fitting("Version", version, "version", "a version of letters, digits and . + - ~ :");
  const source = sourceOf(fieldOf(stanza, "Source"), name, version);
  fitting("Source", source.source, "source", "a name of lower-case letters, digits and + . -");
  fitting("Source", source.sourceVersion, "sourceVersion", "a version of letters, digits and . + - ~ :");
  return {
    name,
    version,
    architecture: fitting(
      "Architecture",
      required("Architecture"),
      "architecture",
      "the name of an architecture",
    ),
    ...source,
    sha256: sha256Of(offer),
    size: sizeOf(offer, required("Size")),
    filename: filenameOf(offer, required("Filename")),
    sourceId: part.sourceId,
  };
}

/** apt takes the last of two equal fields, dpkg neither; what is locked must not depend on who reads. */
function refuseDoubles(offer: PackageVersion): void {
  for (const field of ["Package", "Version", "Architecture", "Source", "SHA256", "Size", "Filename"]) {
    const times = offer.stanza.match(new RegExp(`^${field}:`, "gim"))?.length ?? 0;
    if (times > 1) throw refusal(offer, `gives the field ${field} ${times} times`, ownerHint);
  }
}

function sha256Of(offer: PackageVersion): LockedPackage["sha256"] {
  const hint =
    "debootc locks packages by SHA-256. Ask the owner of the source to publish it, or remove the package.";
  const value = fieldOf(offer.stanza, "SHA256");
  if (value === undefined) {
    const weak = ["MD5sum", "SHA1"].filter((field) => fieldOf(offer.stanza, field) !== undefined);
    const others = weak.length === 0 ? "" : `, only ${weak.join(" and ")}`;
    throw refusal(offer, `gives no SHA256${others}`, hint, "trust-refused");
  }
  const sha256 = value.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(sha256)) return `sha256:${sha256}`;
  throw refusal(offer, `gives the SHA256 ${quoted(value)}, which is not one`, hint);
}

function sizeOf(offer: PackageVersion, value: string): number {
  const size = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (size <= indexBounds.debBytes) return size;
  const allowed = `Allowed is a number of bytes up to ${indexBounds.debBytes}, the most that a .deb can have.`;
  throw refusal(offer, `gives the Size ${quoted(value)}`, `${allowed} ${ownerHint}`);
}

function filenameOf(offer: PackageVersion, value: string): string {
  // What surrounds a value is dropped with other blanks, but a carriage return there is never meant.
  const isCut = /^Filename:.*\r/im.test(offer.stanza);
  const fault = archivePathFault(isCut ? `${value}\r` : value);
  if (fault === undefined) return value;
  throw refusal(
    offer,
    `gives a Filename that ${fault}`,
    `Allowed is ${archivePathRule}. Do not use the source before its owner has explained this.`,
  );
}

const ownerHint = "Ask the owner of the source to publish a correct index, or remove the package.";

function refusal(
  { name, version, part }: PackageVersion,
  what: string,
  hint: string,
  code: "index-invalid" | "trust-refused" = "index-invalid",
): DebootcError {
  const package_ = `${plain(name)} ${plain(version)}`.trim();
  return new DebootcError(
    code,
    `source ${part.sourceId}, suite ${part.suite}: the index ${what} for ${package_}`,
    { hint },
  );
}

function plain(word: string): string {
  return /^[\w.+~:-]*$/.test(word) ? word : quoted(word);
}

/** Reads `Source: name (version)`; the package's own name or version replaces a missing part (deb-control(5)). */
function sourceOf(
  field: string | undefined,
  name: string,
  version: string,
): Pick<LockedPackage, "source" | "sourceVersion"> {
  const { source = name, sourceVersion = version } =
    /^(?<source>\S+)(?:\s*\((?<sourceVersion>[^)]+)\))?/.exec(field ?? "")?.groups ?? {};
  return { source, sourceVersion };
}
