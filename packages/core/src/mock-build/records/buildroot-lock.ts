import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";
import { lockedIndexSchema, lockedPackageSchema } from "../../lock/lock.ts";

/**
 * One package of a build root, with what is needed to fetch it again. `filename` is its path below the archive that
 * `sourceId` names; with the source id `local-packages` it was a file, of which only the name and the hash are known.
 */
const buildrootPackageSchema = z.strictObject({
  ...lockedPackageSchema.shape,
  /** `base`: in the base root; `dependency`: installed on top of it for this source package. */
  part: z.enum(["base", "dependency"]),
});
export type BuildrootPackage = z.infer<typeof buildrootPackageSchema>;

/** Records `buildroot.lock.json`: every package that was installed when a source package was built. */
export const buildrootLock = defineRecord("buildroot-lock", 1, {
  /** The source package that was built in it. */
  built: z.strictObject({ source: z.string(), version: z.string(), dsc: digestSchema }),
  suite: z.string(),
  /** Debian's name of the build root's architecture. */
  architecture: z.string(),
  hostArchitecture: z.string(),
  profiles: z.array(z.string()),
  /** Each archive from which packages came, without its address: ids from the chroot's configuration. */
  sources: z.array(
    z.strictObject({ id: z.string(), suites: z.array(z.string()), components: z.array(z.string()) }),
  ),
  /** The signed indexes from which the hashes were taken. */
  indexes: z.array(lockedIndexSchema),
  /** Sorted by name, then architecture. */
  packages: z.array(buildrootPackageSchema).min(1),
});
export type BuildrootLock = z.infer<typeof buildrootLock.schema>;

/** Returns the JSON Schema (2020-12) of `buildroot.lock.json`, for whoever reads it with other programs. */
export function buildrootLockJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildrootLock.envelope, { io: "input" });
}
