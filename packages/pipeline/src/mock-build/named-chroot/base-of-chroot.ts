import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { Run } from "../../engine/with-run.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { baseNode } from "../nodes/base-node.ts";
import { type ChrootWish, openChrootSetting, readChroot } from "../open-chroot-setting.ts";
import type { PluginHooks } from "../plugin/plugin-hooks.ts";
import type { ChrootSetting } from "../run/chroot-setting.ts";
import { type MockBuildRecords, mockBuildSlots } from "../run/mock-build-records.ts";
import { refuseUnenterable } from "../run/refuse-unenterable.ts";

/** Names a base root, and says by what it was made. */
export interface BaseOfChroot {
  /** In the cache, where it stays until the run ends. */
  readonly base: MockBuildRecords["base"];
  readonly setting: Pick<ChrootSetting, "chroot" | "privilege" | "plugins">;
}

/**
 * Makes the base root of a chroot that lives on, or finds it in the cache. `begun` is called before, with the plugins of the
 * chroot set up.
 */
export async function baseOfChroot(
  wish: ChrootWish,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  run: Run,
  begun: (plugins: PluginHooks) => Promise<void> = async () => {},
): Promise<BaseOfChroot> {
  const known = await readChroot(wish, dependencies, directories);
  refuseUnenterable(known.privilege, "debootc chroot makes");
  await writable(wish.cacheDir, () => makeDirectories(wish.cacheDir));
  const { setting, work } = await openChrootSetting(wish, known, { dependencies, run });
  run.begin();
  await begun(setting.plugins);
  const logs = join(work, "logs");
  await mkdir(logs);
  const base = baseNode({ ...setting, given: async () => undefined }, mockBuildSlots());
  const { records } = await run.nodes([base], {
    logDirectory: logs,
    workDirectory: join(work, "work"),
    atOnce: 1,
    privilege: setting.privilege,
    cache: setting.cache,
  });
  return { base: records.of(base), setting };
}
