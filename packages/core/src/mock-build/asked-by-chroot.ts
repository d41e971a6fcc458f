import type { AskedPackages } from "../lock/asked-packages.ts";
import type { ChrootConfiguration } from "./chroot/chroot-configuration.ts";

/** A chroot with these packages beside the essential ones, as what a lock is made of. */
export function askedByChroot(chroot: ChrootConfiguration, packages: readonly string[]): AskedPackages {
  const { suite, architecture, components, mirror, sources } = chroot;
  return {
    suite,
    architecture,
    components: [...components],
    mirror,
    sources: [...sources],
    packages: [...packages],
    sourcePackages: [],
    excludePackages: [],
    nameOrigins: { packages: {}, excludePackages: {} },
    pins: [],
    recommends: false,
  };
}
