import type { Digest } from "../record/digest.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { clearSigned } from "../openpgp/clear-signed.ts";
import { quoted } from "../text/quoted.ts";
import { fieldsOf, stanzasOf } from "./stanzas.ts";

/** Holds the contents of an archive's Release file (https://wiki.debian.org/DebianRepository/Format). */
export interface ReleaseFile {
  readonly suite: string | undefined;
  readonly codename: string | undefined;
  readonly components: readonly string[];
  /** Architecture-independent packages are in the index of each architecture, not in an index of their own. */
  readonly repeatsAll: boolean;
  /** When the index was made. */
  readonly date: Date;
  readonly validUntil: Date | undefined;
  /** Packages are only installed if this suite is named for them, as with backports. */
  readonly notAutomatic: boolean;
  /** Says which hashes there are instead of SHA-256; absent where there is SHA-256. */
  readonly weakness?: string;
  /** SHA-256 of the uncompressed and compressed indexes, by path below the suite. */
  readonly sha256: ReadonlyMap<string, Digest>;
}

/**
 * Reads an InRelease or Release text whose signature was already checked. Throws `trust-refused` without a date, and
 * `index-invalid` for fields that are there twice or make no sense.
 */
export function parseReleaseFile(text: string, origin: string): ReleaseFile {
  const [stanza = ""] = stanzasOf(clearSigned(text).text);
  const fields = fieldsOf(stanza);
  refuseDoubles(stanza, origin);
  const date = parseDate(fields.get("date"));
  if (date === undefined) {
    throw new DebootcError("trust-refused", `${origin}: the Release file has no readable Date`, {
      hint: "Without a date, an old index cannot be told from a current one. Ask the owner of the source to add it.",
    });
  }
  const expiry = fields.get("valid-until");
  const validUntil = parseDate(expiry);
  if (expiry !== undefined && validUntil === undefined) {
    throw new DebootcError(
      "index-invalid",
      `${origin}: the Release file has the Valid-Until ${quoted(expiry)}, which is not a date`,
      { hint: ownerHint },
    );
  }
  return {
    suite: fields.get("suite"),
    codename: fields.get("codename"),
    components: (fields.get("components") ?? "").split(/\s+/).filter(Boolean),
    repeatsAll: fields.get("no-support-for-architecture-all") === "Packages",
    date,
    validUntil,
    notAutomatic: fields.get("notautomatic") === "yes",
    ...(fields.has("sha256") ? {} : { weakness: weakHashes(fields) }),
    sha256: parseDigests(fields.get("sha256") ?? ""),
  };
}

const ownerHint = "Ask the owner of the source to publish a correct Release file.";

function weakHashes(fields: ReadonlyMap<string, string>): string {
  const others = [
    ["md5sum", "MD5"],
    ["sha1", "SHA-1"],
    ["sha512", "SHA-512"],
  ].flatMap(([field = "", name = ""]) => (fields.has(field) ? [name] : []));
  if (others.length === 0) return "gives no hashes of its indexes";
  return `gives only ${others.join(" and ")} of its indexes, not SHA-256`;
}

/** apt takes the last of two equal fields. */
function refuseDoubles(stanza: string, origin: string): void {
  const names = [...stanza.matchAll(/^([!-9;-~]+):/gm)].map(([, name = ""]) => name);
  const double = names.find(
    (name, index) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) < index,
  );
  if (double === undefined) return;
  throw new DebootcError(
    "index-invalid",
    `${origin}: the Release file has the field ${quoted(double)} more than once`,
    { hint: ownerHint },
  );
}

/** Parses a date; undefined for one before 1970 or after the year 9999, which records cannot hold. */
function parseDate(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  // Release files always use UTC, some without saying so.
  const time = Date.parse(/(?:UTC|GMT|Z|[+-]\d{4})$/.test(text) ? text : `${text} UTC`);
  return time >= 0 && time < Date.UTC(10_000, 0) ? new Date(time) : undefined;
}

function parseDigests(field: string): Map<string, Digest> {
  const digests = new Map<string, Digest>();
  for (const line of field.split("\n")) {
    const [digest, , path] = line.split(/\s+/);
    if (digest !== undefined && path !== undefined) digests.set(path, `sha256:${digest}`);
  }
  return digests;
}
