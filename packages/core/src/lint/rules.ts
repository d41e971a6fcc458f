import type { LintRule } from "./rules/lint-rule.ts";
import { apiBaseDirectories } from "./rules/image/api-base-directories.ts";
import { baseimageComposefs } from "./rules/boot/baseimage-composefs.ts";
import { baseimageRoot } from "./rules/boot/baseimage-root.ts";
import { initMissing, mergedUsr, prepareRootMissing } from "./rules/boot/boot-programs.ts";
import { bootcInstallConfig, bootcRootFilesystem } from "./rules/boot/bootc-install-config.ts";
import { bootcKargs, kargsArchitecture } from "./rules/boot/bootc-kargs.ts";
import { bootcLabel } from "./rules/image/bootc-label.ts";
import { aptLeftovers, buildLeftovers, buildPaths, buildProxy } from "./rules/packages/build-leftovers.ts";
import { buildahInjected } from "./rules/image/buildah-injected.ts";
import { capabilityLost } from "./rules/packages/capability-lost.ts";
import { dpkgDatabase, dpkgInVar, dpkgUnfinished } from "./rules/packages/dpkg.ts";
import { dkmsModuleMissing } from "./rules/packages/dkms-module-missing.ts";
import { etcEnablement } from "./rules/etc/etc-enablement.ts";
import { etcUsretc } from "./rules/etc/etc-usretc.ts";
import { hardlinkAcrossLayers, hardlinkSplit, pathThroughLink } from "./rules/image/layer-links.ts";
import { initramfsIncomplete } from "./rules/boot/initramfs-incomplete.ts";
import { initramfsMissing, kernel, kernelMissing } from "./rules/boot/kernel.ts";
import { kernelPartMissing } from "./rules/packages/kernel-part-missing.ts";
import { layerCount } from "./rules/image/layer-count.ts";
import { hostIdentity, machineId, sshHostKeys } from "./rules/etc/machine-identity.ts";
import { nonemptyBoot } from "./rules/boot/nonempty-boot.ts";
import { nonemptyRunTmp } from "./rules/var/nonempty-run-tmp.ts";
import { networkUnconfigured } from "./rules/access/network-unconfigured.ts";
import { noAdministrator, noLogin } from "./rules/access/logins.ts";
import { osReleaseMissing } from "./rules/boot/os-release.ts";
import { passwordHash } from "./rules/etc/password-hash.ts";
import { privateCopy } from "./rules/var/private-copy.ts";
import { secretFile } from "./rules/etc/secrets.ts";
import { selinuxLabels } from "./rules/image/selinux-labels.ts";
import { setIdLost } from "./rules/packages/set-id-lost.ts";
import { setIdMade } from "./rules/packages/set-id-made.ts";
import { specialFiles } from "./rules/image/special-files.ts";
import { staleOstreeLabel } from "./rules/image/stale-ostree-label.ts";
import { sysusers } from "./rules/etc/sysusers.ts";
import { unitAccount } from "./rules/etc/unit-account.ts";
import { upgradeWithoutRemote } from "./rules/access/upgrade-without-remote.ts";
import { utf8 } from "./rules/image/utf8.ts";
import { varLog } from "./rules/var/var-log.ts";
import { varRun } from "./rules/var/var-run.ts";
import { varTmpfiles } from "./rules/var/var-tmpfiles.ts";

/** Lists what keeps people out of a machine, or updates away from it: said again before a compose boots. */
export const accessRules: readonly LintRule[] = [
  noLogin,
  noAdministrator,
  networkUnconfigured,
  upgradeWithoutRemote,
];

/** Lists everything that `debootc lint` checks: first bootc's own checks, under bootc's names. */
export const lintRules: readonly LintRule[] = [
  varRun,
  etcUsretc,
  bootcKargs,
  kernel,
  utf8,
  apiBaseDirectories,
  baseimageRoot,
  buildahInjected,
  baseimageComposefs,
  varLog,
  varTmpfiles,
  sysusers,
  nonemptyBoot,
  nonemptyRunTmp,

  bootcLabel,
  staleOstreeLabel,
  kernelMissing,
  initramfsMissing,
  initramfsIncomplete,
  initMissing,
  prepareRootMissing,
  osReleaseMissing,
  mergedUsr,
  specialFiles,
  selinuxLabels,
  layerCount,
  hardlinkAcrossLayers,
  hardlinkSplit,
  pathThroughLink,
  bootcInstallConfig,
  bootcRootFilesystem,
  kargsArchitecture,

  dpkgDatabase,
  dpkgInVar,
  dpkgUnfinished,
  setIdLost,
  setIdMade,
  capabilityLost,
  dkmsModuleMissing,
  kernelPartMissing,
  unitAccount,
  etcEnablement,

  machineId,
  sshHostKeys,
  hostIdentity,
  buildLeftovers,
  aptLeftovers,
  buildProxy,
  buildPaths,
  secretFile,
  privateCopy,
  passwordHash,

  ...accessRules,
];
