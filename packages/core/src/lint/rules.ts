import type { LintRule } from "./lint-rule.ts";
import { apiBaseDirectories } from "./rules/api-base-directories.ts";
import { baseimageComposefs } from "./rules/baseimage-composefs.ts";
import { baseimageRoot } from "./rules/baseimage-root.ts";
import { initMissing, mergedUsr, prepareRootMissing } from "./rules/boot-programs.ts";
import { bootcInstallConfig, bootcRootFilesystem } from "./rules/bootc-install-config.ts";
import { bootcKargs, kargsArchitecture } from "./rules/bootc-kargs.ts";
import { bootcLabel } from "./rules/bootc-label.ts";
import { aptLeftovers, buildLeftovers, buildPaths, buildProxy } from "./rules/build-leftovers.ts";
import { buildahInjected } from "./rules/buildah-injected.ts";
import { capabilityLost } from "./rules/capability-lost.ts";
import { dpkgDatabase, dpkgInVar, dpkgUnfinished } from "./rules/dpkg.ts";
import { etcEnablement } from "./rules/etc-enablement.ts";
import { etcUsretc } from "./rules/etc-usretc.ts";
import { hardlinkAcrossLayers, hardlinkSplit, pathThroughLink } from "./rules/layer-links.ts";
import { initramfsMissing, kernel, kernelMissing } from "./rules/kernel.ts";
import { layerCount } from "./rules/layer-count.ts";
import { hostIdentity, machineId, sshHostKeys } from "./rules/machine-identity.ts";
import { nonemptyBoot } from "./rules/nonempty-boot.ts";
import { nonemptyRunTmp } from "./rules/nonempty-run-tmp.ts";
import { osReleaseMissing } from "./rules/os-release.ts";
import { passwordHash } from "./rules/password-hash.ts";
import { secretFile } from "./rules/secrets.ts";
import { selinuxLabels } from "./rules/selinux-labels.ts";
import { setIdLost } from "./rules/set-id-lost.ts";
import { specialFiles } from "./rules/special-files.ts";
import { staleOstreeLabel } from "./rules/stale-ostree-label.ts";
import { sysusers } from "./rules/sysusers.ts";
import { utf8 } from "./rules/utf8.ts";
import { varLog } from "./rules/var-log.ts";
import { varRun } from "./rules/var-run.ts";
import { varTmpfiles } from "./rules/var-tmpfiles.ts";

/** Everything `debootc lint` looks for: bootc's own checks first, under bootc's names. */
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
  capabilityLost,
  etcEnablement,

  machineId,
  sshHostKeys,
  hostIdentity,
  buildLeftovers,
  aptLeftovers,
  buildProxy,
  buildPaths,
  secretFile,
  passwordHash,
];
