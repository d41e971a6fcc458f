import { components } from "./keys/archive/components.ts";
import { mirror } from "./keys/archive/mirror.ts";
import { pins } from "./keys/archive/pins.ts";
import { snapshot } from "./keys/archive/snapshot.ts";
import { sources } from "./keys/archive/sources.ts";
import { suite } from "./keys/archive/suite.ts";
import { bootLocation } from "./keys/boot/boot-location.ts";
import { disk } from "./keys/boot/disk.ts";
import { initramfsArgs } from "./keys/boot/initramfs-args.ts";
import { kernelArguments, removeKernelArguments } from "./keys/boot/kernel-arguments.ts";
import { addCommitMetadata } from "./keys/commit/add-commit-metadata.ts";
import { automaticVersionPrefix } from "./keys/commit/automatic-version-prefix.ts";
import { container } from "./keys/commit/container.ts";
import { ostreeRemote } from "./keys/commit/ostree-remote.ts";
import { ref } from "./keys/commit/ref.ts";
import { archInclude, conditionalInclude, include } from "./keys/include/include.ts";
import { variables } from "./keys/include/variables.ts";
import { closureCheck } from "./keys/packages/closure-check.ts";
import { debconf } from "./keys/packages/debconf.ts";
import { documentation } from "./keys/packages/documentation.ts";
import { localPackages } from "./keys/packages/local-packages.ts";
import { architecturePackages, excludePackages, packages } from "./keys/packages/packages.ts";
import { recommends } from "./keys/packages/recommends.ts";
import { removeFromPackages } from "./keys/packages/remove-from-packages.ts";
import { sourcePackages } from "./keys/packages/source-packages.ts";
import { addFiles } from "./keys/system/add-files.ts";
import { checkGroups, checkPasswd } from "./keys/system/check-accounts.ts";
import { hostname } from "./keys/system/hostname.ts";
import { keyboard } from "./keys/system/keyboard.ts";
import { locale } from "./keys/system/locale.ts";
import { machineIdCompat } from "./keys/system/machineid-compat.ts";
import { mutateOsRelease } from "./keys/system/mutate-os-release.ts";
import { optUsrlocal } from "./keys/system/opt-usrlocal.ts";
import { postprocess, postprocessScript } from "./keys/system/postprocess.ts";
import { removeFiles } from "./keys/system/remove-files.ts";
import { timezone } from "./keys/system/timezone.ts";
import { defaultTarget, disabledUnits, maskedUnits, units } from "./keys/system/units.ts";
import { users } from "./keys/system/users.ts";
import { varPolicy } from "./keys/system/var-policy.ts";

/**
 * Lists every key that a treefile can have, in the order of the page and of completion in editors. Schema, merging,
 * resolution, `validate --expand`, the page and the plan of the root all follow from this table.
 */
export const treefileKeys = [
  ref,
  suite,
  components,
  mirror,
  snapshot,
  sources,
  include,
  archInclude,
  conditionalInclude,
  variables,
  packages,
  ...architecturePackages,
  excludePackages,
  localPackages,
  sourcePackages,
  pins,
  recommends,
  closureCheck,
  documentation,
  debconf,
  hostname,
  timezone,
  locale,
  keyboard,
  users,
  units,
  disabledUnits,
  maskedUnits,
  defaultTarget,
  addFiles,
  removeFiles,
  removeFromPackages,
  varPolicy,
  postprocess,
  postprocessScript,
  kernelArguments,
  removeKernelArguments,
  initramfsArgs,
  bootLocation,
  optUsrlocal,
  machineIdCompat,
  automaticVersionPrefix,
  mutateOsRelease,
  ostreeRemote,
  checkPasswd,
  checkGroups,
  addCommitMetadata,
  container,
  disk,
] as const;

/** Lists the names of all keys, in the same order. */
export const treefileKeyNames: readonly string[] = treefileKeys.map(({ name }) => name);
