import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { classifySource } from "@debootc/core/debian/source-argument";
import { placeSource } from "@debootc/pipeline/mock-build/source/place-source";
import { suiteSources } from "./suite-sources.ts";

/** Fetches source packages from a suite's archive, each into its own directory; returns the paths of their .dsc. */
export async function placeSources(
  suite: string,
  names: readonly string[],
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const { chroot, sources, proxy } = await suiteSources(suite);
  const found = new Map<string, string>();
  for (const name of names) {
    const workDirectory = join(directory, `${name}-work`);
    await mkdir(workDirectory, { recursive: true });
    const placed = await placeSource(
      classifySource(name),
      {
        directory: join(directory, name),
        workDirectory,
        baseRoot: () => Promise.reject(new Error(`${name} is no package of the archive`)),
        privilege: { owner: { uid: 0, gid: 0 }, isRoot: true },
        archive: {
          sources,
          architecture: chroot.architecture,
          indexCacheDirectory: join(directory, "indexes"),
          filesDirectory: join(directory, "files"),
        },
        proxy,
        submodules: false,
        gitEnvironment: {},
      },
      { report: () => {}, log: () => {}, signal: new AbortController().signal },
    );
    found.set(name, join(placed.directory, placed.source.dscName));
  }
  return found;
}
