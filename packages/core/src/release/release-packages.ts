import type { PackagesMetadata } from "../compose/packages-metadata.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";

/** Holds the packages of a release by leg, `server/amd64`, as far as another release is compared with it. */
export type ReleasePackages = Readonly<Record<string, readonly InstalledPackage[]>>;

/** Returns the packages of a compose by leg. */
export function releasePackages({ variants }: Pick<PackagesMetadata, "variants">): ReleasePackages {
  return Object.fromEntries(
    Object.entries(variants).flatMap(([variant, byArchitecture]) =>
      Object.entries(byArchitecture).map(([architecture, packages]) => [
        `${variant}/${architecture}`,
        packages.map(({ name, architecture: of, version, source, installedSize = 0 }) => ({
          ...{ name, architecture: of, version, source, installedSize },
        })),
      ]),
    ),
  );
}
