import * as z from "zod";
import { defineRecord } from "../../record/record.ts";
import { packageSourceSchema } from "../../treefile/keys/archive/package-source.ts";

export const chrootMountSchema = z.strictObject({
  type: z.enum(["bind", "tmpfs"]),
  /** Absolute path of this machine; only of a bind. */
  source: z.string().optional(),
  /** Absolute path in the chroot. */
  target: z.string(),
  writable: z.boolean().optional(),
});
export type ChrootMount = z.infer<typeof chrootMountSchema>;

/** What a build may take before it is ended; absent: as much as it likes. */
export const buildLimitsSchema = z.strictObject({
  timeSeconds: z.int().min(1).optional(),
  /** How long it may print nothing. */
  silenceSeconds: z.int().min(1).optional(),
  memoryBytes: z.int().min(1).optional(),
  processes: z.int().min(1).optional(),
  diskBytes: z.int().min(1).optional(),
});
export type BuildLimits = z.infer<typeof buildLimitsSchema>;

/** One chroot with all files of its configuration merged. */
export const chrootConfiguration = defineRecord("chroot", 1, {
  /** Such as `trixie-amd64`. */
  name: z.string(),
  suite: z.string(),
  /** Debian's name of the architecture that its packages have. */
  architecture: z.string(),
  components: z.array(z.string()).min(1),
  mirror: z.string().optional(),
  sources: z.array(packageSourceSchema),
  /** Beside build-essential and fakeroot. */
  packages: z.array(z.string()),
  profiles: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  mounts: z.array(chrootMountSchema),
  limits: buildLimitsSchema,
  tmpfs: z.enum(["auto", "on", "off"]),
  /** Options of those that are switched on, in the order in which their hooks are called. Files are absolute paths. */
  plugins: z.record(z.string(), z.record(z.string(), z.json())),
});
export type ChrootConfiguration = z.infer<typeof chrootConfiguration.schema>;
