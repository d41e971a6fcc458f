import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { join } from "node:path";

/** Where things are below a cache directory. */
export interface CacheLayout {
  /** `entries/KIND/HEX/{entry.json,content/}`: complete entries, never changed in place. */
  readonly entries: string;
  /** One directory for each thing in the making or on its way out, named after the process that does it. */
  readonly staging: string;
  /** One empty file for each lease, named after the process that holds it. */
  readonly leases: string;
}

export function cacheLayout(directory: string): CacheLayout {
  return {
    entries: join(directory, "entries"),
    staging: join(directory, "staging"),
    leases: join(directory, "leases"),
  };
}

/** What names an entry. */
export interface EntryName {
  readonly kind: string;
  readonly key: Digest;
}

export function entryDirectory(layout: CacheLayout, name: EntryName): string {
  return join(layout.entries, name.kind, hexOf(name.key));
}

/** The entry for messages and as a key of sets. */
export function entryLabel({ kind, key }: EntryName): string {
  return `${kind} ${key}`;
}

export const recordFile = "entry.json";
export const contentDirectory = "content";

/** Throws `usage`. A kind becomes a directory and a part of file names. */
export function checkKind(kind: string): void {
  if (kindPattern.test(kind)) return;
  throw new DebootcError("usage", `"${kind}" cannot be a kind of cache entry`, {
    hint: "Allowed: up to 40 small letters, digits and dashes, a letter first.",
  });
}

const kindPattern = /^[a-z][a-z0-9-]{0,39}$/;

export function hexOf(key: Digest): string {
  return key.slice("sha256:".length);
}

/** The entry in directory `KIND/HEX`; undefined when the names are not of that form. */
export function entryNameOf(kind: string, hex: string): EntryName | undefined {
  return kindPattern.test(kind) && /^[0-9a-f]{64}$/.test(hex) ? { kind, key: `sha256:${hex}` } : undefined;
}
