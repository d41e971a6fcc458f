import type { Outcome } from "../run.ts";
import { isInUserNamespace } from "../sandbox/user-namespace.ts";
import {
  type Installation,
  installationEnv,
  installedRoot,
  runInstallation,
} from "./package-installation.ts";

interface Bootstrap extends Installation {
  /** Executables that get the root as argument and run when the essential packages are unpacked but not configured. */
  readonly extractHooks?: readonly string[];
  /** Executables that get the root as argument and run after the essential packages are configured. */
  readonly essentialHooks?: readonly string[];
  /** Options of dpkg without `--`; mmdebstrap leaves them in /etc/dpkg/dpkg.cfg.d/99mmdebstrap. */
  readonly dpkgOptions?: readonly string[];
}

/**
 * Unpacks and configures packages with mmdebstrap inside the sandbox. Installs exactly what is in the pool: the apt
 * inside has no other source and no network.
 */
export async function bootstrapRoot(bootstrap: Bootstrap): Promise<Outcome> {
  // The mounted /proc belongs to the machine's root, so tar may not give it the owner and mode that base-files
  // records. dpkg leaves an existing directory as it is.
  const tarOptions = (await isInUserNamespace()) ? { TAR_OPTIONS: "--exclude=./proc" } : {};
  const command = {
    tool: "mmdebstrap",
    args: [
      "--verbose",
      "--mode=root",
      "--variant=essential",
      "--format=directory",
      `--architectures=${bootstrap.architecture}`,
      // The sandbox has made the mounts; mmdebstrap may not make any.
      "--skip=check/empty,check/qemu,chroot/mount,cleanup/tmp,cleanup/run",
      "--aptopt=APT::Install-Recommends false",
      "--aptopt=APT::Solver internal",
      "--dpkgopt=force-unsafe-io",
      "--dpkgopt=force-confdef",
      "--dpkgopt=force-confold",
      ...(bootstrap.dpkgOptions ?? []).map((option) => `--dpkgopt=${option}`),
      ...(bootstrap.extractHooks ?? []).map((hook) => `--extract-hook=${hook}`),
      ...(bootstrap.essentialHooks ?? []).map((hook) => `--essential-hook=${hook}`),
      `--include=${bootstrap.packages.join(",")}`,
      "",
      installedRoot,
      "deb [trusted=yes] copy:///pool ./",
    ],
    env: { ...installationEnv(bootstrap), ...tarOptions },
  };
  return runInstallation(command, bootstrap);
}
