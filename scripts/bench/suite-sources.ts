import { askedByChroot } from "@debootc/core/mock-build/asked-by-chroot";
import { packageSources } from "@debootc/pipeline/gather/package-sources";
import { loadChrootConfiguration } from "@debootc/pipeline/chroot-configuration/load-chroot-configuration";

/** Where package builds for a suite would take their packages from on this machine. */
export async function suiteSources(suite: string) {
  const { chroot } = loadChrootConfiguration(suite, {
    architecture: "amd64",
    directories: { site: "/etc/debootc", user: "/etc/debootc" },
  }).accept([]);
  const mirrors = { mirror: process.env["DEBOOTC_MIRROR"], proxy: {} };
  return { chroot, ...(await packageSources(askedByChroot(chroot, []), mirrors, () => {})) };
}
