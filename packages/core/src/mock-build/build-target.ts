import type { ChrootConfiguration } from "./chroot/chroot-configuration.ts";

/** What is built for, in Debian's words: the chroot's architecture is that of the build, the packages are the host's. */
export interface BuildTarget {
  /** Architecture of the packages that are made. */
  readonly hostArchitecture: string;
  /** Whose packages stand in the chroot beside those of its own architecture. */
  readonly foreignArchitectures: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * What a build in a chroot is for. A cross-build has the profiles `cross` and `nocheck`: what is made cannot be relied on
 * to run where it is made (https://wiki.debian.org/BuildProfileSpec).
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
