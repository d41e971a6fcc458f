import * as z from "zod";
import { archivePathFault, archivePathRule } from "../debian/archive-path.ts";
import { digestSchema } from "../record/digest.ts";
import { pinRecordSchema } from "../debian/pin.ts";
import { defineRecord } from "../record/record.ts";

// Debian policy 5.6.1 and 5.6.12: these words become file names and arguments, so nothing else is allowed.
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]*$/);
const packageVersion = z.string().regex(/^[A-Za-z0-9.+:~-]+$/);
const architectureName = z.string().regex(/^[a-z0-9-]+$/);
const archivePath = z
  .string()
  .refine((path) => archivePathFault(path) === undefined, `must be ${archivePathRule}`);
/** One field of passwd(5). */
const accountField = z.string().regex(/^[^:\n]*$/);
const accountName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/);

/** Identifies one .deb exactly. */
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
   * Id of the source in the treefile. `debian` and `debian-security` are the suite's own archive; `local-packages` and
   * `source-packages` are what the treefile itself provides, `extra-packages` what came with the request. Never a URL.
   */
  sourceId: z.string(),
});
export type LockedPackage = z.infer<typeof lockedPackageSchema>;

/** Describes a signed index from which hashes were taken. */
export const lockedIndexSchema = z.strictObject({
  sourceId: z.string(),
  suite: z.string(),
  /** Digest of the InRelease (or Release) file whose signature was checked. */
  digest: digestSchema,
  /** `Date` of the Release file, RFC 3339. */
  date: z.iso.datetime(),
  validUntil: z.iso.datetime().optional(),
  checkValidUntil: z.boolean(),
  /** True for an index that was accepted unsigned because the treefile says `trusted: true`. */
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

/** Describes what was asked of apt: the keys of a treefile that decide the package set. */
export const lockRequestSchema = z.strictObject({
  suite: z.string(),
  /** The time as of which packages are taken; absent without one. */
  snapshot: z.string().optional(),
  components: z.array(z.string()),
  /** Id, suites, components and trust of each further source; no URL, so that a moved mirror keeps the lock valid. */
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
  /** Source packages that are built for the image, as written in the treefile, sorted; absent when there are none. */
  sourcePackages: z.array(z.string()).min(1).optional(),
  /** .debs that were given besides the treefile, and can be chosen, sorted by name; absent when there are none. */
  extraPackages: z
    .array(z.strictObject({ name: packageName, sha256: digestSchema }))
    .min(1)
    .optional(),
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
  /** Packages that provide the boot loader's files without being installed. Sorted like `packages`. */
  bootLoader: z.array(lockedPackageSchema).min(1).optional(),
  ids: lockedIdsSchema.optional(),
});
/** Holds the lock of one architecture. */
export type LockSection = z.infer<typeof lockSectionSchema>;

/** Records `<treefile>.lock.json`, with a section for each architecture under Debian's name. */
export const lockRecord = defineRecord("lock", 4, {
  architectures: z.record(z.string(), lockSectionSchema),
});
export type Lock = z.infer<typeof lockRecord.schema>;
