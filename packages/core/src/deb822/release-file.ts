import type { Digest } from "../record/digest.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { clearSigned } from "../openpgp/clear-signed.ts";
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
  /** SHA-256 of the uncompressed and compressed indexes, by path below the suite. */
  readonly sha256: ReadonlyMap<string, Digest>;
}

/** Reads an InRelease or Release text whose signature was already checked. Throws `trust-refused` without a date. */
export function parseReleaseFile(text: string, origin: string): ReleaseFile {
  const [stanza = ""] = stanzasOf(clearSigned(text).text);
  const fields = fieldsOf(stanza);
  const date = parseDate(fields.get("date"));
  if (date === undefined) {
    throw new DebootcError("trust-refused", `${origin}: the Release file has no readable Date`, {
      hint: "Without a date, an old index cannot be told from a current one. Ask the owner of the source to add it.",
    });
  }
  return {
    suite: fields.get("suite"),
    codename: fields.get("codename"),
    components: (fields.get("components") ?? "").split(/\s+/).filter(Boolean),
    repeatsAll: fields.get("no-support-for-architecture-all") === "Packages",
    date,
    validUntil: parseDate(fields.get("valid-until")),
    notAutomatic: fields.get("notautomatic") === "yes",
    sha256: parseDigests(fields.get("sha256") ?? ""),
  };
}

function parseDate(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  // Release files always use UTC, some without saying so.
  const time = Date.parse(/(?:UTC|GMT|Z|[+-]\d{4})$/.test(text) ? text : `${text} UTC`);
  return Number.isNaN(time) ? undefined : new Date(time);
}

function parseDigests(field: string): Map<string, Digest> {
  const digests = new Map<string, Digest>();
  for (const line of field.split("\n")) {
    const [digest, , path] = line.split(/\s+/);
    if (digest !== undefined && path !== undefined) digests.set(path, `sha256:${digest}`);
  }
  return digests;
}
