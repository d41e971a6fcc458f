import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { Run } from "../../engine/with-run.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { baseNode } from "../nodes/base-node.ts";
import { type ChrootWish, openChrootSetting, readChroot } from "../open-chroot-setting.ts";
import type { ChrootSetting } from "../run/chroot-setting.ts";
import { type MockBuildRecords, mockBuildSlots } from "../run/mock-build-records.ts";
import { refuseUnenterable } from "../run/refuse-unenterable.ts";

interface BaseOfChroot {
  /** In the cache, where it stays until the run ends. */
  readonly base: MockBuildRecords["base"];
  readonly setting: Pick<ChrootSetting, "chroot" | "privilege">;
}

/** Makes the base root of a chroot that lives on, or finds it in the cache. */
export async function baseOfChroot(
  wish: ChrootWish,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
  run: Run,
): Promise<BaseOfChroot> {
  const known = await readChroot(wish, dependencies, directories);
  refuseUnenterable(known.privilege, "debootc chroot makes");
  await writable(wish.cacheDir, () => makeDirectories(wish.cacheDir));
  const { setting, work } = await openChrootSetting(wish, known, { dependencies, run });
  run.begin();
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
