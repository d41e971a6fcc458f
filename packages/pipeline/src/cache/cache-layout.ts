import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { join } from "node:path";

/** Names the directories below a cache directory. */
export interface CacheLayout {
  /** `entries/KIND/HEX/{entry.json,content/}`: complete entries, never changed in place. */
  readonly entries: string;
  /** One directory for each entry that is being made or removed, named after the process that does it. */
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

/** Identifies an entry. */
export interface EntryName {
  readonly kind: string;
  readonly key: Digest;
}

export function entryDirectory(layout: CacheLayout, name: EntryName): string {
  return join(layout.entries, name.kind, hexOf(name.key));
}

/** Formats an entry's name for messages and as a key of sets. */
export function entryLabel({ kind, key }: EntryName): string {
  return `${kind} ${key}`;
}

export const recordFile = "entry.json";
export const contentDirectory = "content";

/** Checks a kind, which becomes a directory and part of file names. Throws `usage`. */
export function checkKind(kind: string): void {
  if (kindPattern.test(kind)) return;
  throw new DebootcError("usage", `"${kind}" is not a valid kind of cache entry`, {
    hint: "Allowed: up to 40 lower-case letters, digits and dashes, beginning with a letter.",
  });
}

const kindPattern = /^[a-z][a-z0-9-]{0,39}$/;

export function hexOf(key: Digest): string {
  return key.slice("sha256:".length);
}

/** Parses the names of a directory `KIND/HEX`; undefined if they do not have that form. */
export function entryNameOf(kind: string, hex: string): EntryName | undefined {
  return kindPattern.test(kind) && /^[0-9a-f]{64}$/.test(hex) ? { kind, key: `sha256:${hex}` } : undefined;
}
