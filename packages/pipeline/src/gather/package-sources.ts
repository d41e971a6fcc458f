import type { AskedPackages } from "@debootc/core/lock/asked-packages";
import { hostAptProxy, hostMirrors } from "@debootc/tools/apt/apt-config";
import { debootstrapMirror } from "@debootc/tools/apt/debootstrap";
import { type ArchiveSource, archiveSources } from "./archive-sources.ts";
import type { Reporter } from "@debootc/core/event/event";

interface Wanted {
  /** The archive to take packages from, where the treefile names none. */
  readonly mirror: string | undefined;
  /** The user's own proxies, as variables. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Offers the treefile's .deb files; it stands first, since of equal versions apt takes the first. */
  readonly local?: ArchiveSource | undefined;
}

export interface PackageSources {
  readonly sources: readonly ArchiveSource[];
  /** Variables that name proxies: the user's, else those of the host's apt. */
  readonly proxy: Readonly<Record<string, string>>;
}

/** Where the packages of a treefile come from on this machine. Throws `mirror-unknown`. */
export async function packageSources(
  treefile: AskedPackages,
  { mirror, proxy, local }: Wanted,
  report: Reporter,
): Promise<PackageSources> {
  const mirrors = { wanted: mirror, host: await hostMirrors(), debootstrap: await debootstrapMirror() };
  const { sources, warnings } = archiveSources(treefile, mirrors);
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  return {
    sources: local === undefined ? sources : [local, ...sources],
    proxy: { ...(await hostAptProxy()), ...proxy },
  };
}
