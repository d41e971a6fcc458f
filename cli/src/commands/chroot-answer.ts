import type { ConfigRequest } from "@debootc/core/request/config-request";
import { expandedChroot } from "@debootc/core/mock-build/chroot/expanded-chroot";
import type { Outcome } from "../door/command-door.ts";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { chrootSummary } from "../render/screens/chroot-summary.ts";
import type { UserSettings } from "@debootc/pipeline/door/user-settings";

/** Answers `config show CHROOT` and `config chroots`. */
export async function chrootAnswer(
  { action, chroot, arch, config }: ConfigRequest,
  files: UserSettings["files"],
): Promise<Outcome> {
  const { knownChroots, loadChrootConfiguration } = await import(
    "@debootc/pipeline/chroot-configuration/load-chroot-configuration"
  );
  const directories = configurationDirectories(files);
  const wish = { architecture: arch, directories, ...(config === undefined ? {} : { config }) };
  if (action === "chroots" && chroot === undefined) {
    const names = knownChroots(directories);
    return {
      exitStatus: 0,
      result: { chroots: names },
      text: () => names.map((name) => `${name}\n`).join(""),
    };
  }
  const { loadPlugins } = await import("@debootc/pipeline/mock-build/plugin-loader/load-plugins");
  // Refuses what a build would refuse, so that a configuration can be tried without building anything.
  const unchecked = loadChrootConfiguration(chroot ?? "", wish);
  const { loaded } = await loadPlugins(unchecked, { directories, sources: [] });
  const expanded = loaded.expand();
  return {
    exitStatus: 0,
    result: JSON.parse(expandedChroot.serialize(expanded)) as object,
    text: (canvas) => chrootSummary(expanded, canvas),
  };
}
