import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";
import { defineRecord } from "../../record/record.ts";
import { lockedIndexSchema, lockedPackageSchema } from "../../lock/lock.ts";

/**
 * One package of a build root: what fetches it again. `filename` is its path below the archive that `sourceId` names;
 * with the source id `local-packages` it came as a file, of which only name and hash are known.
 */
const buildrootPackageSchema = z.strictObject({
  ...lockedPackageSchema.shape,
  /** `base`: of the base root; `dependency`: installed for this source package on top of it. */
  part: z.enum(["base", "dependency"]),
});
export type BuildrootPackage = z.infer<typeof buildrootPackageSchema>;

/** `buildroot.lock.json`: every package that was installed when a package was built. */
export const buildrootLock = defineRecord("buildroot-lock", 1, {
  /** What was built in it. */
  built: z.strictObject({ source: z.string(), version: z.string(), dsc: digestSchema }),
  suite: z.string(),
  /** Of the build root, by Debian's name. */
  architecture: z.string(),
  hostArchitecture: z.string(),
  profiles: z.array(z.string()),
  /** Each archive that packages came from, without its address: ids of the chroot's configuration. */
  sources: z.array(
    z.strictObject({ id: z.string(), suites: z.array(z.string()), components: z.array(z.string()) }),
  ),
  /** The signed indexes that the hashes were taken from. */
  indexes: z.array(lockedIndexSchema),
  /** Sorted by name, then architecture. */
  packages: z.array(buildrootPackageSchema).min(1),
});
export type BuildrootLock = z.infer<typeof buildrootLock.schema>;

/** Returns the JSON Schema (2020-12) of `buildroot.lock.json`, for whoever reads it with other programs. */
export function buildrootLockJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(buildrootLock.envelope, { io: "input" });
}
