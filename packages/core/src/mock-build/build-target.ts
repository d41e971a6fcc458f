import type { ChrootConfiguration } from "./chroot/chroot-configuration.ts";

/** Describes what a build is for, in Debian's terms: the chroot has the build architecture, the packages the host's. */
export interface BuildTarget {
  /** Architecture of the packages that are built. */
  readonly hostArchitecture: string;
  /** Architectures whose packages are installed in the chroot next to those of its own. */
  readonly foreignArchitectures: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * Returns what a build in a chroot is for. A cross-build has the profiles `cross` and `nocheck`, because the resulting
 * programs may not run on the build machine (https://wiki.debian.org/BuildProfileSpec).
 */
export function buildTargetOf(
  { architecture, profiles }: Pick<ChrootConfiguration, "architecture" | "profiles">,
  hostArchitecture = architecture,
): BuildTarget {
  const isCross = hostArchitecture !== architecture;
  return {
    hostArchitecture,
    foreignArchitectures: isCross ? [hostArchitecture] : [],
    profiles: [...new Set([...profiles, ...(isCross ? ["cross", "nocheck"] : [])])],
  };
}
