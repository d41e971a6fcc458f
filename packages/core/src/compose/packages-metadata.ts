import * as z from "zod";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import { type LockedPackage, lockedPackageSchema } from "../lock/lock.ts";
import { defineRecord } from "../record/record.ts";
import type { LegName } from "./leg-name.ts";
import { variantIdSchema } from "./release.ts";

/** Describes one package of the tree: its entry in the lock without where to get it. */
export const composedPackageSchema = lockedPackageSchema
  .pick({
    name: true,
    version: true,
    architecture: true,
    source: true,
    sourceVersion: true,
    size: true,
    sha256: true,
  })
  .extend({
    /** In bytes, as dpkg reports it; absent in version 1. */
    installedSize: z.int().min(0).optional(),
  });
export type ComposedPackage = z.infer<typeof composedPackageSchema>;

/** Records `packages.json` of a leg, and of the whole compose in its metadata, the counterpart of productmd's rpms.json. */
export const packagesRecord = defineRecord("packages", 2, {
  composeId: z.string(),
  /** By variant, then by Debian architecture; the packages are sorted by name, then architecture. */
  variants: z.record(variantIdSchema, z.record(z.string(), z.array(composedPackageSchema))),
});
export type PackagesMetadata = z.infer<typeof packagesRecord.schema>;

/** Returns the text of the `packages.json` of one leg. */
export function packagesOfLeg(
  composeId: string,
  { variant, architecture }: LegName,
  packages: readonly ComposedPackage[],
): string {
  return packagesRecord.serialize({ composeId, variants: { [variant]: { [architecture]: [...packages] } } });
}

/** Lists the packages of one variant and architecture from its lock, with the sizes that dpkg reports in the root. */
export function composedPackages(
  locked: readonly LockedPackage[],
  installed: readonly InstalledPackage[],
): ComposedPackage[] {
  const sizes = new Map(
    installed.map(({ name, architecture, installedSize }) => [`${name}:${architecture}`, installedSize]),
  );
  return locked
    .map(({ name, version, architecture, source, sourceVersion, size, sha256 }) => {
      const installedSize = sizes.get(`${name}:${architecture}`);
      return {
        name,
        version,
        architecture,
        source,
        sourceVersion,
        size,
        sha256,
        ...(installedSize === undefined ? {} : { installedSize }),
      };
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.architecture, b.architecture));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
