import * as z from "zod";
import { pinRecordSchema } from "../../debian/pin.ts";
import { defineRecord } from "../../record/record.ts";
import { alternativeRules } from "../../source-package/chosen-alternatives.ts";
import { packageSourceSchema } from "../../treefile/keys/archive/package-source.ts";

export const chrootMountSchema = z.strictObject({
  type: z.enum(["bind", "tmpfs"]),
  /** Absolute path on this machine; only for a bind mount. */
  source: z.string().optional(),
  /** Absolute path in the chroot. */
  target: z.string(),
  writable: z.boolean().optional(),
});
export type ChrootMount = z.infer<typeof chrootMountSchema>;

/** Limits what a build may use before it is stopped; an absent limit means no limit. */
export const buildLimitsSchema = z.strictObject({
  timeSeconds: z.int().min(1).optional(),
  /** How long it may print nothing. */
  silenceSeconds: z.int().min(1).optional(),
  memoryBytes: z.int().min(1).optional(),
  processes: z.int().min(1).optional(),
  diskBytes: z.int().min(1).optional(),
});
export type BuildLimits = z.infer<typeof buildLimitsSchema>;

/** Records one chroot with all its configuration files merged. */
export const chrootConfiguration = defineRecord("chroot", 1, {
  /** For example `trixie-amd64`. */
  name: z.string(),
  suite: z.string(),
  /** Debian's name of the architecture of its packages. */
  architecture: z.string(),
  components: z.array(z.string()).min(1),
  mirror: z.string().optional(),
  sources: z.array(packageSourceSchema),
  /** Strongest first; none if absent. */
  pins: z.array(pinRecordSchema).optional(),
  /** Sources for build dependencies that the suite cannot meet, in order; none if absent. */
  dependenciesFrom: z.array(z.string()).optional(),
  /** Which alternatives of build dependencies count; `alternativesOf` knows what holds without. */
  alternatives: z.enum(alternativeRules).optional(),
  /** Packages besides build-essential and fakeroot. */
  packages: z.array(z.string()),
  profiles: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  mounts: z.array(chrootMountSchema),
  limits: buildLimitsSchema,
  tmpfs: z.enum(["auto", "on", "off"]),
  /** Options of the enabled plugins, in the order in which their hooks are called. Files are absolute paths. */
  plugins: z.record(z.string(), z.record(z.string(), z.json())),
});
export type ChrootConfiguration = z.infer<typeof chrootConfiguration.schema>;
