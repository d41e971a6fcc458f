import type { PackageSources } from "../../gather/package-sources.ts";
import type { MockBuildSetting } from "./mock-build-setting.ts";

/**
 * Determines where build dependencies come from: packages of this machine first, then the archives. A chroot by itself is
 * made from the archives alone, so that others can use it.
 */
export async function dependencySources({
  sources,
  local,
}: Pick<MockBuildSetting, "sources" | "local">): Promise<PackageSources> {
  const archives = await sources();
  if (local === undefined) return archives;
  return { ...archives, sources: [local.source, ...archives.sources] };
}
