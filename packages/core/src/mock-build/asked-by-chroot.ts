import type { AskedPackages } from "../lock/asked-packages.ts";
import type { ChrootConfiguration } from "./chroot/chroot-configuration.ts";

/** Describes a chroot with these packages besides the essential ones, in the form from which locks are made. */
export function askedByChroot(chroot: ChrootConfiguration, packages: readonly string[]): AskedPackages {
  const { suite, architecture, components, mirror, sources, pins = [] } = chroot;
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
    pins: [...pins],
    recommends: false,
  };
}
