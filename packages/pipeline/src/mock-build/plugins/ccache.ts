import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { sizeLimit, unlimited } from "@debootc/core/mock-build/chroot/limit-text";
import { definePlugin, type RootAccess, z } from "../plugin/api.ts";

const options = z.strictObject({
  "max-size": sizeLimit("The most that the cache of one chroot may weigh.").default("5GiB"),
});

const inside = "/var/cache/ccache";
const statistics = `${buildDirectory}/.ccache-log`;

/**
 * Compilations that were done before are not done again. Which compiler it was counts by its content, not by its name or
 * age, and each chroot has a cache of its own; the directory of the build counts, too, for debugging information names
 * it: a new version of a package begins anew.
 */
export const ccache = definePlugin({
  name: "ccache",
  version: "1",
  changesResults: true,
  options,
  setup: async ({ facts, options: { "max-size": size } }) => ({
    packages: ["ccache"],
    path: ["/usr/lib/ccache"],
    mounts: [
      {
        type: "bind",
        source: await facts.cacheDirectory({ name: facts.chroot.name, forBuilder: true }),
        target: inside,
        writable: true,
      },
    ],
    environment: {
      CCACHE_DIR: inside,
      CCACHE_COMPILERCHECK: "content",
      CCACHE_NAMESPACE: `${facts.chroot.name}-${facts.hostArchitecture}`,
      CCACHE_MAXSIZE: size === unlimited ? "0" : size.replace(" ", ""),
      CCACHE_UMASK: "000",
      CCACHE_STATSLOG: statistics,
      // Its temporary files are not to weigh on a cache that others share.
      CCACHE_TEMPDIR: "/tmp",
    },
  }),
  hooks: {
    afterBuild: async ({ runInside, addResult, log }) => tellUse({ runInside }, addResult, log),
    buildFailed: async ({ runInside, addResult, log }) => tellUse({ runInside }, addResult, log),
  },
});

async function tellUse(
  { runInside }: Pick<RootAccess, "runInside">,
  addResult: (name: string, content: string) => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  const { stdout } = await runInside({ tool: "cat", args: [statistics], accept: [0, 1] });
  const use = ccacheUse(stdout);
  await addResult("ccache.json", `${JSON.stringify(use, undefined, 2)}\n`);
  const others = Object.entries(use.uncacheable).map(([why, count]) => `, ${count} ${why}`);
  log(`${use.hits} of ${use.hits + use.misses} compilations were in the cache${others.join("")}`);
}

interface CcacheUse {
  readonly hits: number;
  readonly misses: number;
  /** How often a compiler was called for what cannot be cached, by ccache's word for why. */
  readonly uncacheable: Readonly<Record<string, number>>;
}

/** Words that tell of a search, beside what came of it. */
const searches = /^(?:(?:local|remote)_storage_|(?:direct|preprocessed)_cache_miss$)/;

/** Counts a log of ccache: after the name of each source file, what became of it (ccache(1), `CCACHE_STATSLOG`). */
export function ccacheUse(text: string): CcacheUse {
  const use = { hits: 0, misses: 0 };
  const uncacheable: Record<string, number> = {};
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#") || searches.test(line)) continue;
    if (line === "direct_cache_hit" || line === "preprocessed_cache_hit") use.hits += 1;
    else if (line === "cache_miss") use.misses += 1;
    else uncacheable[line] = (uncacheable[line] ?? 0) + 1;
  }
  return { ...use, uncacheable };
}
