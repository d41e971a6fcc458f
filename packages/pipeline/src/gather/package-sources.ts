import type { AskedPackages } from "@debootc/core/lock/asked-packages";
import { hostAptProxy, hostMirrors } from "@debootc/tools/apt/apt-config";
import { debootstrapMirror } from "@debootc/tools/apt/debootstrap";
import { type ArchiveSource, archiveSources } from "./archive-sources.ts";
import type { Reporter } from "@debootc/core/event/event";

interface Wanted {
  /** The archive to take packages from if the treefile names none. */
  readonly mirror: string | undefined;
  /** Variables that name the user's own proxies. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Offers the treefile's .deb files; it comes first, because of equal versions apt takes the first. */
  readonly local?: ArchiveSource | undefined;
  /** Offers the .debs that were given besides the treefile; it comes after these. */
  readonly extra?: ArchiveSource | undefined;
}

export interface PackageSources {
  readonly sources: readonly ArchiveSource[];
  /** Proxy variables: the user's, else those of the host's apt. */
  readonly proxy: Readonly<Record<string, string>>;
}

/** Determines where the packages of a treefile come from on this machine. Throws `mirror-unknown`. */
export async function packageSources(
  treefile: AskedPackages,
  { mirror, proxy, local, extra }: Wanted,
  report: Reporter,
): Promise<PackageSources> {
  const [host, debootstrap, hostProxy] = await Promise.all([
    hostMirrors(),
    debootstrapMirror(),
    hostAptProxy(),
  ]);
  const { sources, warnings } = archiveSources(treefile, { wanted: mirror, host, debootstrap });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  return {
    sources: [...[local, extra].filter((source) => source !== undefined), ...sources],
    proxy: { ...hostProxy, ...proxy },
  };
}
