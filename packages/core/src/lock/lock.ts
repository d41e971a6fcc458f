import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** One .deb, exactly. */
export const lockedPackageSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** `all` or a Debian architecture. */
  architecture: z.string(),
  /** Name and version of the source package it was built from. */
  source: z.string(),
  sourceVersion: z.string(),
  sha256: digestSchema,
  /** Bytes. */
  size: z.int().min(0),
  /** Path below the archive's root, as the index gives it. */
  filename: z.string(),
  /** Id of the source in the treefile; `debian` and `debian-security` are the suite's own archive. Never a URL. */
  sourceId: z.string(),
});
export type LockedPackage = z.infer<typeof lockedPackageSchema>;

/** A signed index from which hashes were taken. */
export const lockedIndexSchema = z.strictObject({
  sourceId: z.string(),
  suite: z.string(),
  /** Of the InRelease (or Release) file whose signature was checked. */
  digest: digestSchema,
  /** `Date` of the Release file, RFC 3339. */
  date: z.iso.datetime(),
  validUntil: z.iso.datetime().optional(),
  checkValidUntil: z.boolean(),
  /** True when taken without a signature, because the treefile says `trusted: true`. */
  trusted: z.boolean(),
});
export type LockedIndex = z.infer<typeof lockedIndexSchema>;

export const lockedUserSchema = z.strictObject({
  name: z.string(),
  uid: z.int(),
  gid: z.int(),
  gecos: z.string(),
  home: z.string(),
  shell: z.string(),
});
export const lockedGroupSchema = z.strictObject({ name: z.string(), gid: z.int() });
export const lockedIdsSchema = z.strictObject({
  users: z.array(lockedUserSchema),
  groups: z.array(lockedGroupSchema),
});
export type LockedIds = z.infer<typeof lockedIdsSchema>;

/** What was asked of apt: the part of a treefile that decides the package set. */
export const lockRequestSchema = z.strictObject({
  suite: z.string(),
  components: z.array(z.string()),
  /** Id, suites, components and trust of each further source; no URL, so that a moved mirror keeps the lock. */
  sources: z.array(
    z.strictObject({
      id: z.string(),
      suites: z.array(z.string()),
      components: z.array(z.string()),
      trusted: z.boolean(),
      checkValidUntil: z.boolean(),
    }),
  ),
  packages: z.array(z.string()),
  excludePackages: z.array(z.string()),
  recommends: z.boolean(),
});
export type LockRequest = z.infer<typeof lockRequestSchema>;

export const lockSectionSchema = z.strictObject({
  request: lockRequestSchema,
  indexes: z.array(lockedIndexSchema).min(1),
  /** Sorted by name, then architecture. */
  packages: z.array(lockedPackageSchema).min(1),
  ids: lockedIdsSchema.optional(),
});
/** The lock of one architecture. */
export type LockSection = z.infer<typeof lockSectionSchema>;

/** `<treefile>.lock.json`: a section an architecture, keyed by Debian's name. */
export const lockRecord = defineRecord("lock", 1, {
  architectures: z.record(z.string(), lockSectionSchema),
});
export type Lock = z.infer<typeof lockRecord.schema>;
