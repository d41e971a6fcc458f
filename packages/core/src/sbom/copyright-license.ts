import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";
import { cleanText } from "./clean-text.ts";
import { joinLicenses, type LicenseExpression } from "./license-expression.ts";
import { spdxLicense } from "./spdx-license.ts";

/** Far more than a package has: what lists more was not written to be read. */
const licenseLimit = 100;
const nameLimit = 200;

/**
 * Returns what a machine-readable copyright file (DEP-5, copyright-format/1.0) declares for all files of a package
 * together. Nothing of a file in prose, nor of one that leaves a licence unnamed.
 */
export function copyrightLicense(text: string): LicenseExpression | undefined {
  const [header, ...stanzas] = stanzasOf(text.replaceAll("\r\n", "\n"));
  if (header === undefined || !/copyright-format|\bdep-?5\b/i.test(fieldOf(header, "Format") ?? ""))
    return undefined;
  const ofFiles = stanzas.filter((stanza) => fieldOf(stanza, "Files") !== undefined);
  const names = (ofFiles.length > 0 ? ofFiles : [header]).map(
    // The text of the licence begins in the next line; without a name, the rest of this one is empty.
    (stanza) => /^License:(.*)$/im.exec(stanza)?.[1]?.trim() ?? "",
  );
  const different = [...new Set(names)];
  if (different.includes("") || different.length > licenseLimit) return undefined;
  return joinLicenses("all", different.map(licenseOf));
}

/**
 * Reads the short names of a licence field: `and` binds tighter than `or` unless a comma stands before the word. What is
 * not of this form is the name of one licence.
 */
function licenseOf(field: string): LicenseExpression {
  const whole = { name: cleanText(field, nameLimit) || "unnamed" };
  const isPlain = field.length <= nameLimit && splitAt(field, /(?:,\s*|\s+)(?:and|or)\s+/i).every(isTerm);
  return isPlain ? (joined(field, levels) ?? whole) : whole;
}

/** From what binds least. */
const levels = [
  ["all", /,\s*and\s+/i],
  ["any", /,\s*or\s+/i],
  ["any", /\s+or\s+/i],
  ["all", /\s+and\s+/i],
] as const;

function joined(
  text: string,
  [level, ...inner]: readonly (typeof levels)[number][],
): LicenseExpression | undefined {
  if (level === undefined) return termOf(text);
  const [operator, separator] = level;
  return joinLicenses(
    operator,
    splitAt(text, separator).flatMap((part) => joined(part, inner) ?? []),
  );
}

function splitAt(text: string, separator: RegExp): string[] {
  return text.split(separator).map((part) => part.trim());
}

/** A short name, which may have an exception: `GPL-2+ with OpenSSL exception`. */
function isTerm(text: string): boolean {
  return /^[A-Za-z0-9][\w.+~/-]*(?: with [\w. +-]+)?$/i.test(text);
}

function termOf(text: string): LicenseExpression {
  const id = spdxLicense(text);
  return id === undefined ? { name: cleanText(text, nameLimit) } : { id };
}
