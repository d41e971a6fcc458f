import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { pinRecordSchema } from "../debian/pin.ts";
import { defineRecord } from "../record/record.ts";

// Debian policy 5.6.1 and 5.6.12: these words become file names and arguments, so nothing else may stand there.
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]*$/);
const packageVersion = z.string().regex(/^[A-Za-z0-9.+:~-]+$/);
const architectureName = z.string().regex(/^[a-z0-9-]+$/);
const archivePath = z
  .string()
  .refine((path) => !path.split("/").includes("..") && !/[\n\0]/.test(path), "must stay below the archive");
/** One field of passwd(5). */
const accountField = z.string().regex(/^[^:\n]*$/);
const accountName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/);

/** One .deb, exactly. */
export const lockedPackageSchema = z.strictObject({
  name: packageName,
  version: packageVersion,
  /** `all` or a Debian architecture. */
  architecture: architectureName,
  /** Name and version of the source package it was built from. */
  source: packageName,
  sourceVersion: packageVersion,
  sha256: digestSchema,
  /** Bytes. */
  size: z.int().min(0),
  /** Path below the archive's root, as the index gives it. */
  filename: archivePath,
  /**
   * Id of the source in the treefile; `debian` and `debian-security` are the suite's own archive, `local-packages` and
   * `source-packages` what the treefile brings. Never a URL.
   */
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
  name: accountName,
  uid: z.int().min(0),
  gid: z.int().min(0),
  gecos: accountField,
  home: accountField,
  shell: accountField,
});
export const lockedGroupSchema = z.strictObject({ name: accountName, gid: z.int().min(0) });
export const lockedIdsSchema = z.strictObject({
  users: z.array(lockedUserSchema),
  groups: z.array(lockedGroupSchema),
});
export type LockedIds = z.infer<typeof lockedIdsSchema>;

/** What was asked of apt: the part of a treefile that decides the package set. */
export const lockRequestSchema = z.strictObject({
  suite: z.string(),
  /** The time that packages are taken as of; absent without one. */
  snapshot: z.string().optional(),
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
  /** .deb files of the treefile, sorted by name; absent when there are none. */
  localPackages: z
    .array(z.strictObject({ name: packageName, sha256: digestSchema }))
    .min(1)
    .optional(),
  /** Source packages that are built for the image, as the treefile writes them, sorted; absent when there are none. */
  sourcePackages: z.array(z.string()).min(1).optional(),
  excludePackages: z.array(z.string()),
  /** Preferences for versions, in the order in which they are tried; absent when there are none. */
  pins: z.array(pinRecordSchema).min(1).optional(),
  recommends: z.boolean(),
  /** The boot loader of disks; absent when none are made. */
  bootLoader: z.enum(["grub"]).optional(),
});
export type LockRequest = z.infer<typeof lockRequestSchema>;

export const lockSectionSchema = z.strictObject({
  request: lockRequestSchema,
  indexes: z.array(lockedIndexSchema).min(1),
  /** Sorted by name, then architecture. */
  packages: z.array(lockedPackageSchema).min(1),
  /** What the boot loader is taken from, as files: these packages are not installed. Sorted as `packages`. */
  bootLoader: z.array(lockedPackageSchema).min(1).optional(),
  ids: lockedIdsSchema.optional(),
});
/** The lock of one architecture. */
export type LockSection = z.infer<typeof lockSectionSchema>;

/** `<treefile>.lock.json`: a section an architecture, keyed by Debian's name. */
export const lockRecord = defineRecord("lock", 4, {
  architectures: z.record(z.string(), lockSectionSchema),
});
export type Lock = z.infer<typeof lockRecord.schema>;
